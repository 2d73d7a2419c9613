// What is searched for, as it is typed, and a moment later in the page's address, from where a link or the back button
// may bring another one.
import { useEffect, useRef, useState } from "react";

export interface KeptSearch {
  readonly text: string;
  readonly onChange: (search: string) => void;
}

const delayMs = 250;

/** Without `kept`, nobody but the field knows it. */
export function useSearchText(kept: KeptSearch | undefined): readonly [string, (text: string) => void] {
  const value = kept?.text ?? "";
  const [text, setText] = useState(value);
  const sent = useRef(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => {
    if (value === sent.current) return;
    clearTimeout(timer.current);
    sent.current = value;
    setText(value);
  }, [value]);
  useEffect(() => () => clearTimeout(timer.current), []);
  const change = (next: string): void => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => {
      sent.current = next;
      kept?.onChange(next);
    }, delayMs);
  };
  return [text, change];
}
