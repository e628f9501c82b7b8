// The playground as a test uses it: what stands in its editors, and what a user does with them.

import { until, untilText } from './until.mjs';

const QUERY = '.graphiql-query-editor';
const RESULT = '.result-window';
const TOOL = '.graphiql-editor-tool .graphiql-editor:not(.hidden)';

export class Playground {
  #offered;

  constructor(page) {
    this.page = page;
    this.keyboard = page.keyboard;
    this.examples = page.getByRole('combobox', { name: 'Examples' });
    this.tabs = page.locator('.graphiql-tab');
    this.stop = page.getByRole('button', { name: /^Stop query/ });
    this.#offered = page.locator('.suggest-widget.visible .monaco-list-row.focused .label-name');
    this.mistakes = page.locator(`${QUERY} .squiggly-error`);
  }

  /** Waits until the page's playground has its editor and the schema. */
  static async on(page) {
    await page.locator(`${QUERY} .view-line`).first().waitFor();
    // GraphiQL's sign that it has the schema: it can be asked for it again.
    await page.locator('[aria-label^="Re-fetch GraphQL schema"]:enabled').waitFor();
    return new Playground(page);
  }

  query = () => this.#text(QUERY);
  /** The result on one line, for long lines are wrapped. */
  result = async () => (await this.#text(RESULT)).replace(/\s+/g, ' ').trim();
  /** The variables or the headers, whichever is open. */
  tool = () => this.#text(TOOL);
  status = () => this.page.locator('.status-line').innerText();
  linkFault = () => this.page.locator('.link-fault').innerText();

  untilQuery = (wanted) => untilText(this.query, wanted);
  untilResult = (wanted) => untilText(this.result, wanted);
  untilTool = (wanted) => untilText(this.tool, wanted);
  untilStatus = (wanted) => untilText(this.status, wanted);

  /** An editor's lines, as they stand from top to bottom: Monaco's elements are in any order. */
  async #text(where) {
    const lines = await this.page.locator(`${where} .view-line`).evaluateAll((elements) =>
      elements
        .map((element) => ({ top: parseFloat(element.style.top), text: element.textContent }))
        .sort((a, b) => a.top - b.top)
        .map(({ text }) => text),
    );
    // Monaco shows spaces as no-break spaces.
    return lines.join('\n').replaceAll('\u00a0', ' ');
  }

  /** Puts the cursor into the query, where it was. */
  async focus() {
    await this.page.locator(`${QUERY} textarea`).first().focus();
  }

  /** Puts a text in the place of the query, and waits until GraphiQL knows its operation. */
  async write(query, operation) {
    await this.focus();
    await this.keyboard.press('Control+a');
    // As a paste: typed letter by letter, the editor would close brackets by itself.
    await this.keyboard.insertText(query);
    await this.untilOperation(operation);
  }

  /** GraphiQL reads what was written a moment later; then the tab has the operation's name. */
  async untilOperation(name) {
    await untilText(
      () =>
        this.page
          .locator('.graphiql-tab-active')
          .innerText()
          .then((text) => text.trim()),
      name,
    );
  }

  /** Runs the query as the keyboard does. */
  async run() {
    await this.focus();
    await this.keyboard.press('Control+Enter');
  }

  /** Types the beginning of a name, and takes the name from the list that comes up. */
  async complete(beginning, name) {
    await this.keyboard.type(beginning);
    await untilText(() => this.#offered.innerText({ timeout: 1000 }), name);
    await this.keyboard.press('Enter');
    const wanted = beginning.replace(/\w+$/, name);
    await until(`${wanted} in the query`, async () => (await this.query()).includes(wanted));
  }

  /** Opens the variables or the headers below the query, with the cursor in them. */
  async openTool(name) {
    await this.page.getByRole('button', { name, exact: true }).click();
    await this.page.locator(`${TOOL} .view-lines`).click();
  }
}
