// Moves dates by dragging or with the arrow keys. It saves nothing: letting go, or Enter, opens the page that shows what a
// move affects and asks. Everything here can be done without this file by the links "Move".
const day = 86400000;
const long = new Intl.DateTimeFormat('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' });
const dateOf = (days) => new Date(days * day);
const daysOf = (text) => Math.round(Date.parse(text + 'T00:00:00Z') / day);

for (const list of document.querySelectorAll('[data-wm-drag]')) {
  const items = [...list.querySelectorAll('[data-wm-date]')];
  const all = items.map((item) => daysOf(item.dataset.wmDate)).filter(Number.isFinite);
  if (all.length === 0) continue;
  const first = Math.min(...all) - 180;
  const span = Math.max(...all) + 360 - first;
  for (const item of items) follow(item, first, span);
  list.closest('[data-wm-drag-box]').hidden = false;
}

function follow(item, first, span) {
  const from = daysOf(item.dataset.wmDate);
  if (!Number.isFinite(from)) return;
  let now = from;
  const track = document.createElement('div');
  track.className = 'wm-drag__track';
  const handle = document.createElement('button');
  handle.type = 'button';
  handle.className = 'wm-drag__handle';
  handle.setAttribute('role', 'slider');
  handle.setAttribute('aria-label', item.dataset.wmTitle);
  handle.setAttribute('aria-valuemin', String(first));
  handle.setAttribute('aria-valuemax', String(first + span));
  const says = document.createElement('span');
  says.className = 'wm-drag__says';
  track.append(handle);
  item.append(track, says);

  const show = () => {
    handle.style.setProperty('left', ((now - first) / span) * 100 + '%');
    handle.setAttribute('aria-valuenow', String(now));
    const words = long.format(dateOf(now));
    handle.setAttribute('aria-valuetext', now === from ? words : words + ', press Enter to see what that affects');
    says.textContent = now === from ? words : words + ' (' + (now > from ? '+' : '−') + Math.abs(now - from) + ' days)';
  };
  const to = (days) => { now = Math.max(first, Math.min(first + span, Math.round(days))); show(); };
  const open = () => {
    if (now === from) return;
    const address = new URL(item.dataset.wmMove, location.href);
    address.searchParams.set('date', dateOf(now).toISOString().slice(0, 10));
    if (item.dataset.wmSlot) address.searchParams.set('slot', item.dataset.wmSlot);
    location.assign(address);
  };

  handle.addEventListener('keydown', (event) => {
    const step = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 30, PageDown: -30 }[event.key];
    if (step) to(now + step * (event.shiftKey ? 7 : 1));
    else if (event.key === 'Escape' || event.key === 'Home') to(from);
    else if (event.key === 'Enter' || event.key === ' ') open();
    else return;
    event.preventDefault();
  });
  handle.addEventListener('pointerdown', (event) => {
    const box = track.getBoundingClientRect();
    handle.setPointerCapture(event.pointerId);
    const move = (e) => to(first + ((e.clientX - box.left) / box.width) * span);
    const end = (e) => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      if (e.type === 'pointerup') open(); else to(from);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  });
  show();
}
