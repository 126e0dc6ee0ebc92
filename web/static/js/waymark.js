// Starts the components of nhsuk-frontend on the page. Every page also works without this file.
import { initAll } from './nhsuk-frontend.min.js';

initAll();
