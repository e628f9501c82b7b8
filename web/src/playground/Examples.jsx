// The list of examples, to search and pick from.

import { useGraphiQL } from '@graphiql/react';
import {
  Combobox,
  ComboboxButton,
  ComboboxInput,
  ComboboxOption,
  ComboboxOptions,
  Field,
  Label,
} from '@headlessui/react';
import { useState } from 'react';
import { fold } from '../shared/fold.js';

export function Examples({ examples, onPick }) {
  const [text, setText] = useState('');
  const query = useGraphiQL((state) => state.tabs[state.activeTabIndex]?.query);
  const shown = examples.find((example) => example.query === query) ?? null;
  const groups = text.trim() ? [['Found', search(examples, text)]] : bySubject(examples);
  const pick = (example) => {
    // Null comes when the field is emptied. The list takes the focus back as it closes; the editor gets it
    // after that.
    if (example) setTimeout(() => onPick(example));
  };
  return (
    <Field className="examples" disabled={examples.length === 0}>
      <Label>Examples</Label>
      <Combobox immediate value={shown} onChange={pick} onClose={() => setText('')}>
        <div className="examples-field">
          <ComboboxInput
            placeholder={`${examples.length} questions to start from`}
            autoComplete="off"
            spellCheck={false}
            displayValue={(example) => example?.title ?? ''}
            onChange={(event) => setText(event.target.value)}
            onFocus={(event) => event.target.select()}
          />
          <ComboboxButton aria-label="Show the examples">
            <svg viewBox="0 0 12 8" width="12" height="8" aria-hidden="true">
              <path d="M1 1.5 6 6.5 11 1.5" fill="none" stroke="currentColor" strokeWidth="1.6" />
            </svg>
          </ComboboxButton>
          <ComboboxOptions className="examples-list" modal={false}>
            {groups.map(([subject, found]) => (
              <div key={subject} role="group" aria-label={subject}>
                <div className="examples-subject" aria-hidden="true">
                  {subject}
                </div>
                {found.map((example) => (
                  <ComboboxOption key={example.name} value={example}>
                    {example.title}
                  </ComboboxOption>
                ))}
                {found.length === 0 && <p>No example has these words.</p>}
              </div>
            ))}
          </ComboboxOptions>
        </div>
      </Combobox>
    </Field>
  );
}

/** The examples of each subject, both in the order in which they come. */
function bySubject(examples) {
  const subjects = new Set(examples.map(({ subject }) => subject));
  return [...subjects].map((subject) => [subject, examples.filter((example) => example.subject === subject)]);
}

/** The examples that have all the words: those that have them in their titles first, then in their queries. */
function search(examples, text) {
  const words = fold(text).split(/\s+/).filter(Boolean);
  const hasAll = (where) => words.every((word) => where.includes(word));
  const byTitle = examples.filter(({ name, title, subject }) => hasAll(fold(`${title} ${name} ${subject}`)));
  const byQuery = examples.filter((example) => !byTitle.includes(example) && hasAll(fold(example.query)));
  return [...byTitle, ...byQuery];
}
