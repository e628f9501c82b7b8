// Who visits the pages in a test: a new browser profile, whose pages are watched for problems.

import { Playground } from './playground.mjs';
import { Problems } from './problems.mjs';
import { PATIENCE } from './until.mjs';

export class Visitor {
  #browser;
  #context;
  #problems;

  constructor(browser, server) {
    this.#browser = browser;
    this.server = server;
    this.#problems = new Problems(server);
  }

  /**
   * Opens a page.
   * @param {string} path
   * @param {{context?: object, before?: (page: import('playwright-core').Page) => unknown}} options the
   *   profile's, and what is done before the page loads
   */
  async open(path, { context, before } = {}) {
    this.#context ??= await this.#profile(context);
    this.page = await this.#context.newPage();
    await before?.(this.page);
    await this.page.goto(this.server + path);
    return this.page;
  }

  async #profile(options) {
    const context = await this.#browser.newContext({ viewport: { width: 1280, height: 800 }, ...options });
    context.setDefaultTimeout(PATIENCE);
    await context.grantPermissions(['clipboard-read', 'clipboard-write'], {
      origin: new URL(this.server).origin,
    });
    await this.#problems.watch(context);
    return context;
  }

  /**
   * Opens the playground, and waits until it can be worked with.
   * @param {string} link what stands behind its address
   */
  async playground(link = '', options = {}) {
    const page = await this.open(`/playground${link}`, options);
    return Playground.on(page);
  }

  /** The playground, when a link led to it. */
  playgroundNow() {
    return Playground.on(this.page);
  }

  /** Opens `/reference`, or what is below. */
  reference(path = '', options = {}) {
    return this.open(`/reference${path}`, options);
  }

  /** The data that a query gives, asked for without any page. */
  async ask(query) {
    const response = await fetch(`${this.server}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query }),
    });
    const { data, errors } = await response.json();
    if (errors) throw new Error(errors[0].message);
    return data;
  }

  /** The server's examples. */
  async examples() {
    return (await fetch(`${this.server}/examples.json`)).json();
  }

  /**
   * Says that the test brings about a problem itself.
   * @param {RegExp} pattern
   */
  expectProblem(pattern) {
    this.#problems.expect(pattern);
  }

  /** What must not have happened. */
  async problems() {
    // What a page has told until now comes before its answer to this.
    if (this.page && !this.page.isClosed()) await this.page.evaluate(() => {});
    return this.#problems.list();
  }

  /** @param {string} path of the picture's file */
  async takePicture(path) {
    await this.page?.screenshot({ path, timeout: 5000 }).catch(() => {});
  }

  async leave() {
    // A browser that is gone has nothing to close.
    await this.#context?.close().catch(() => {});
  }
}
