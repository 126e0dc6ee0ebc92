// Starts the components of nhsuk-frontend on the page. Every page also works without this file.
import { initAll } from './nhsuk-frontend.min.js';

initAll();

// The button for choosing a file holds a comma that is only heard, so that what is seen is no part of its name: a voice
// that says what stands on the button would not be understood. The comma belongs before the button.
for (const comma of document.querySelectorAll('.nhsuk-file-upload__drop-button > .nhsuk-u-visually-hidden')) {
  comma.setAttribute('aria-hidden', 'true');
  comma.parentElement.before(comma);
}
