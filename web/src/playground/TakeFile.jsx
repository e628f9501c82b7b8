// The query as a file: a format is chosen, and the list whose items are the rows where the server asks for it.

import { useGraphiQL } from '@graphiql/react';
import { Popover, PopoverButton, PopoverPanel } from '@headlessui/react';
import { useId, useState } from 'react';
import { copied } from '../shared/clipboard.js';
import { asked, command, file, FORMATS } from './file.js';

export function TakeFile() {
  return (
    <Popover className="take-file">
      <PopoverButton className="tool">Take as file</PopoverButton>
      <PopoverPanel focus className="file-panel" aria-label="The query as a file">
        <Choices />
      </PopoverPanel>
    </Popover>
  );
}

function Choices() {
  const tab = useGraphiQL((state) => state.tabs[state.activeTabIndex]);
  const operationName = useGraphiQL((state) => state.operationName);
  const [format, setFormat] = useState('csv');
  const [lists, setLists] = useState([]);
  const [rows, setRows] = useState('');
  const [said, setSaid] = useState('');
  const ids = useId();

  /** Does something with what is asked, and says what came of it. */
  const act = (what) => async () => {
    setSaid('…');
    try {
      setSaid(await what(asked({ ...tab, operationName })));
    } catch (error) {
      setSaid(error.message);
    }
  };
  const download = act(async (request) => {
    const made = await file(request, format, rows);
    if (made.blob) {
      save(made);
      return `${made.name} is there.`;
    }
    setLists(made.rows);
    if (made.rows.length === 0 || made.rows.includes(rows)) return made.message;
    setRows(made.rows[0]);
    return 'The rows may be those of several lists: choose one.';
  });
  const copy = act(async (request) =>
    (await copied(command(request, format, rows)))
      ? 'The command is copied.'
      : command(request, format, rows),
  );

  return (
    <>
      <label htmlFor={`${ids}f`}>Format</label>
      <select id={`${ids}f`} value={format} onChange={(event) => setFormat(event.target.value)}>
        {Object.entries(FORMATS).map(([extension, name]) => (
          <option key={extension} value={extension}>
            {name}
          </option>
        ))}
      </select>
      {lists.length > 0 && (
        <>
          <label htmlFor={`${ids}r`}>One row for each of</label>
          <select id={`${ids}r`} value={rows} onChange={(event) => setRows(event.target.value)}>
            {lists.map((path) => (
              <option key={path}>{path}</option>
            ))}
          </select>
        </>
      )}
      <div className="file-buttons">
        <button type="button" className="tool" onClick={download}>
          Download
        </button>
        <button type="button" className="tool" onClick={copy}>
          Copy curl command
        </button>
      </div>
      <p role="status">{said}</p>
      <p>
        All rows, on all pages. <a href="./docs/files">How a query becomes a file</a>
      </p>
    </>
  );
}

/** Has the browser keep what came under its name. */
function save({ name, blob }) {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // The browser has begun to read it by then.
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
