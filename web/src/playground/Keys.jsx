// How the keyboard leaves the editors: Tab indents there, and after Escape it goes on to what is next.

import { useEffect, useRef, useState } from 'react';

export const LEAVE = 'Esc, then Tab, leaves the editor.';

// What Escape closes first.
const OPEN = '.suggest-widget.visible, .find-widget.visible, .quick-input-widget:not([style*="none"])';

/** The line that tells of it. */
export function Keys() {
  const leaves = useLeaving();
  return (
    <p className="keys" role="status">
      {leaves ? 'Tab now leaves the editor.' : LEAVE}
    </p>
  );
}

/** Whether the next Tab leaves the editor that has the focus. */
function useLeaving() {
  const [leaves, setLeaves] = useState(false);
  const next = useRef(false);
  useEffect(() => {
    const set = (value) => setLeaves((next.current = value));
    // Before Monaco, whose Tab would indent.
    const onKeyDown = (event) => {
      if (!event.target.closest?.('.monaco-editor') || event.key === 'Shift') return;
      if (event.key === 'Tab' && next.current) event.stopImmediatePropagation();
      else set(event.key === 'Escape' && !document.querySelector(OPEN));
    };
    const onFocusOut = () => set(false);
    addEventListener('keydown', onKeyDown, true);
    addEventListener('focusout', onFocusOut);
    return () => {
      removeEventListener('keydown', onKeyDown, true);
      removeEventListener('focusout', onFocusOut);
    };
  }, []);
  return leaves;
}
