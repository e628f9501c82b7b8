// Waits for conditions. No test waits for a time.

/** The longest that anything may take, in milliseconds: long, for a machine that is slow and busy. */
export const PATIENCE = 30_000;

const PAUSE = 50;

/**
 * What `check` gives, as soon as it gives something true. A check that throws is asked again.
 * @template T
 * @param {string} what what is waited for, for the message when it does not come
 * @param {() => Promise<T> | T} check
 */
export async function until(what, check) {
  const end = Date.now() + PATIENCE;
  for (;;) {
    let last;
    try {
      last = await check();
      if (last) return last;
    } catch (error) {
      last = error.message;
    }
    if (Date.now() > end) throw new Error(`It did not come: ${what}. Last seen: ${last}`);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/**
 * Waits until a text is there.
 * @param {() => Promise<string>} read
 * @param {RegExp | string} wanted a pattern, or the whole text
 */
export async function untilText(read, wanted) {
  let text;
  await until(`the text ${wanted}`, async () => {
    text = await read();
    return typeof wanted === 'string' ? text === wanted : wanted.test(text);
  }).catch((error) => {
    throw new Error(`${error.message}. The text is:\n${String(text).slice(0, 600)}`);
  });
}
