// Loaded as a plain blocking script at the start of the body, so that components are laid out for scripts at once.
document.body.className += ' js-enabled' + ('noModule' in HTMLScriptElement.prototype ? ' nhsuk-frontend-supported' : '');
