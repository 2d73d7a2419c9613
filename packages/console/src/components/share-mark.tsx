// ✅ ❌ 🤝 as pictures: not every machine has these letters.
import { IconHeartHandshake, IconSquareCheckFilled, IconX } from "@tabler/icons-react";
import classes from "./state-mark.module.css";

const pictures = {
  responsible: { Icon: IconSquareCheckFilled, color: classes.green },
  "not responsible": { Icon: IconX, color: classes.red },
  shared: { Icon: IconHeartHandshake, color: classes.amber },
} as const;

export type ShareWords = keyof typeof pictures;

export interface ShareMarkProps {
  readonly words: ShareWords;
  /** What it is of, for who cannot see it; absent where the words stand beside it. */
  readonly label?: string;
}

export function ShareMark({ words, label }: ShareMarkProps) {
  const { Icon, color } = pictures[words];
  return (
    <Icon
      size={20}
      className={color}
      style={{ verticalAlign: "-4px", flexShrink: 0 }}
      {...(label === undefined ? { "aria-hidden": true } : { role: "img", "aria-label": label })}
    />
  );
}
