// Moves dates by dragging, on the picture of a timeline and in lists of dates, and in the lists with the arrow keys. It saves
// nothing: letting go, or Enter, opens the page that shows what a move affects and asks. Everything here can be done without
// this file by the links "Move".
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

for (const picture of document.querySelectorAll('svg[data-wm-spots]')) {
  for (const link of picture.querySelectorAll('a')) spot(picture, link);
  for (const hint of document.querySelectorAll('[data-wm-spots-hint]')) hint.hidden = false;
}

// ask opens the page that shows what a move affects. It gives days, not a date: a date known to the month stays one.
function ask(move, days) {
  const address = new URL(move, location.href);
  address.searchParams.set('days', String(days));
  location.assign(address);
}

const later = (days) => (days > 0 ? '+' : '−') + Math.abs(days) + ' days';

// spot lets a link over the picture be dragged to the left and right. A press without a move is the link that it is.
function spot(picture, link) {
  const box = link.querySelector('rect');
  const says = picture.querySelector('text');
  let days = 0;
  link.addEventListener('dragstart', (event) => event.preventDefault());
  link.addEventListener('click', (event) => { if (days) event.preventDefault(); });
  link.addEventListener('pointerdown', (event) => {
    if (event.button !== 0) return;
    const perDay = (picture.getBoundingClientRect().width / picture.viewBox.baseVal.width) * Number(picture.dataset.wmDay);
    const from = event.clientX;
    days = 0;
    link.setPointerCapture(event.pointerId);
    const place = () => {
      const by = days * Number(picture.dataset.wmDay);
      box.setAttribute('transform', 'translate(' + by + ' 0)');
      link.classList.toggle('wm-spot--moving', days !== 0);
      says.textContent = days ? later(days) : '';
      says.setAttribute('x', String(box.x.baseVal.value + by));
      says.setAttribute('y', String(box.y.baseVal.value - 4));
    };
    const move = (e) => { days = Math.round((e.clientX - from) / perDay); place(); };
    const end = (e) => {
      stop();
      if (e.type === 'pointerup') { if (days) ask(link.href.baseVal, days); return; }
      days = 0;
      place();
    };
    const key = (e) => { if (e.key === 'Escape') { stop(); days = 0; place(); } };
    const stop = () => {
      for (const [name, what] of [['pointermove', move], ['pointerup', end], ['pointercancel', end]]) link.removeEventListener(name, what);
      document.removeEventListener('keydown', key);
    };
    for (const [name, what] of [['pointermove', move], ['pointerup', end], ['pointercancel', end]]) link.addEventListener(name, what);
    document.addEventListener('keydown', key);
  });
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
    says.textContent = now === from ? words : words + ' (' + later(now - from) + ')';
  };
  const to = (days) => { now = Math.max(first, Math.min(first + span, Math.round(days))); show(); };
  const open = () => {
    if (now === from) return;
    ask(item.dataset.wmMove, now - from);
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
