// Saves a field of a return as it is typed, and says so. Without this file the form has a button that saves all of it.
const form = document.querySelector('[data-module="wm-return"]');
const wait = 900; // milliseconds after the last key

const say = (text) => { form.querySelector('.wm-return__state').textContent = text; };
const control = (field, name) => field.querySelector(`[name="${name}.${field.dataset.measure}"]`);
const typed = (field) => ['state', 'value', 'numerator', 'denominator', 'comment'].map((name) => control(field, name)?.value.trim() ?? '').join('|');

// note puts a sentence below a field, as text.
function note(field, className, text) {
  let place = field.querySelector(`.${className}`);
  if (!place) {
    place = document.createElement('p');
    place.className = className;
    field.append(place);
  }
  place.textContent = text;
  return place;
}

function body(field) {
  const data = new URLSearchParams();
  data.set('form_token', form.elements.form_token.value);
  for (const input of field.querySelectorAll('input, select, textarea')) {
    if (input.type !== 'radio' || input.checked) data.set(input.name, input.value);
  }
  return data;
}

const busy = new Map(); // fields being saved; true: typed into meanwhile

async function save(field) {
  if (busy.has(field)) { busy.set(field, true); return; }
  const state = control(field, 'state');
  const numbers = ['value', 'numerator', 'denominator'].some((name) => control(field, name)?.value.trim());
  if (!state.value && numbers) state.value = 'reported';
  if (state.value === 'reported' && !numbers) return; // the number is still to come
  const half = ['numerator', 'denominator'].filter((name) => control(field, name)?.value.trim()).length === 1;
  if (half && !control(field, 'value').value.trim()) return;
  busy.set(field, false);
  say('Saving');
  try {
    const response = await fetch(form.action, { method: 'POST', body: body(field), headers: { Accept: 'application/json' }, credentials: 'same-origin' });
    const answer = await response.json();
    if (!response.ok) { say(`Not saved. ${answer.detail ?? ''}`); return; }
    taken(field, answer);
  } catch {
    say('Not saved: there is no connection. Use the button to try again.');
  } finally {
    const again = busy.get(field);
    busy.delete(field);
    if (again) save(field);
  }
}

function taken(field, answer) {
  const got = answer.fields[field.dataset.measure];
  if (got.theirs) { disagree(field, got); return; }
  note(field, 'wm-return__fault', got.fault ?? '');
  if (got.fault) { say(`Not saved. ${got.fault}`); return; }
  control(field, 'revision').value = got.revision;
  control(field, 'was').value = got.was;
  const computed = field.querySelector('output');
  if (computed) computed.value = got.computed ? `= ${got.computed}` : '';
  note(field, 'wm-return__saved', got.saved);
  for (const version of document.querySelectorAll('input[name="version"]')) version.value = answer.version;
  say(`Saved ${answer.at}`);
}

// disagree says that somebody else saved the field meanwhile, and lets the visitor choose.
function disagree(field, got) {
  const place = note(field, 'wm-return__fault', `${got.by} saved ${got.theirs} meanwhile. Yours is not saved. `);
  const mine = document.createElement('button');
  mine.type = 'button';
  mine.className = 'nhsuk-button nhsuk-button--secondary nhsuk-button--small';
  mine.textContent = 'Use mine';
  mine.addEventListener('click', () => {
    control(field, 'revision').value = got.revision;
    place.textContent = '';
    save(field);
  });
  const theirs = document.createElement('button');
  theirs.type = 'button';
  theirs.className = mine.className;
  theirs.textContent = 'Use theirs';
  theirs.addEventListener('click', () => {
    const values = got.was.split('|');
    ['state', 'value', 'numerator', 'denominator'].forEach((name, i) => { const input = control(field, name); if (input) input.value = values[i]; });
    control(field, 'comment').value = values.slice(4).join('|');
    place.textContent = '';
    taken(field, { ...got, at: '', version: form.dataset.version, fields: { [field.dataset.measure]: { ...got, theirs: '' } } });
    say('The other figure is kept.');
  });
  place.append(mine, ' ', theirs);
  say(`Not saved: ${got.by} saved another figure meanwhile. Choose one.`);
}

for (const field of form?.querySelectorAll('[data-measure]') ?? []) {
  let timer;
  let last = typed(field);
  const changed = () => {
    if (typed(field) === last) return;
    last = typed(field);
    clearTimeout(timer);
    timer = setTimeout(() => save(field), wait);
  };
  field.addEventListener('input', changed);
  field.addEventListener('change', changed);
}
