// What must not happen on any page: requests to other hosts or paths, errors in the console, what the content security
// policy forbids, requests that fail.

/** Watches the pages of a browser's context. */
export class Problems {
  #found = [];
  #expected = [];
  #server;

  /** @param {string} server its address, without the last slash */
  constructor(server) {
    this.#server = server;
  }

  /** Watches all that a context's pages do from now on. */
  async watch(context) {
    await context.exposeBinding('testSawViolation', (_, text) => this.#found.push(`policy: ${text}`));
    await context.addInitScript(() => {
      addEventListener('securitypolicyviolation', (event) => {
        const { effectiveDirective, blockedURI, sourceFile, lineNumber } = event;
        globalThis.testSawViolation(`${effectiveDirective} ${blockedURI} at ${sourceFile}:${lineNumber}`);
      });
    });
    context.on('page', (page) => this.#watchPage(page));
  }

  #watchPage(page) {
    const add = (text) => this.#found.push(text);
    page.on('request', (request) => {
      if (!this.#isOurs(request.url())) add(`foreign: ${request.url()}`);
    });
    page.on('websocket', (socket) => {
      if (!this.#isOurs(socket.url().replace(/^ws/, 'http'))) add(`foreign: ${socket.url()}`);
      socket.on('socketerror', (error) => add(`failed: ${socket.url()} ${error}`));
    });
    page.on('requestfailed', (request) => {
      const { errorText } = request.failure() ?? {};
      // A page that is left breaks off what its editors' workers still load, its fonts, its icon and what it would suggest.
      const left = /\.worker-[^/]*\.js$|\.ttf$|\/icon\.svg$|\/graphql\?query=query%28%24prefix/;
      if (errorText === 'net::ERR_ABORTED' && left.test(request.url())) return;
      add(`failed: ${request.url()} ${errorText}`);
    });
    page.on('response', (response) => {
      if (response.status() >= 400) add(`failed: ${response.url()} with status ${response.status()}`);
    });
    page.on('pageerror', (error) => add(`console: ${error.stack ?? error}`));
    page.on('crash', () => add('console: the page crashed'));
    page.on('console', (message) => {
      const { url, lineNumber } = message.location();
      // The browser's own question, beside a text that can name no icon.
      if (url.endsWith('/favicon.ico')) return;
      if (isProblem(message)) add(`console: ${message.type()}: ${message.text()} at ${url}:${lineNumber}`);
    });
  }

  #isOurs(address) {
    const { protocol } = new URL(address);
    // What is beside the path that the server is published under is not its own.
    return (
      address.startsWith(`${this.#server}/`) ||
      protocol === 'data:' ||
      protocol === 'blob:' ||
      protocol === 'about:'
    );
  }

  /**
   * Says that the test brings about a problem of this kind itself.
   * @param {RegExp} pattern
   */
  expect(pattern) {
    this.#expected.push(pattern);
  }

  /** What happened and was not expected, and what was expected and did not happen. */
  list() {
    const happened = (pattern) => this.#found.some((text) => pattern.test(text));
    return [
      ...this.#found.filter((text) => !this.#expected.some((pattern) => pattern.test(text))),
      ...this.#expected
        .filter((pattern) => !happened(pattern))
        .map((pattern) => `did not happen: ${pattern}`),
    ];
  }
}

/** Warnings count too, for Monaco only warns when its workers fail; but not the browser's, on a slow machine. */
function isProblem(message) {
  if (message.type() === 'error') return true;
  const ofTheBrowser = /preloaded using link preload|^\[Intervention\]|GPU stall|GL Driver/;
  return message.type() === 'warning' && !ofTheBrowser.test(message.text());
}
