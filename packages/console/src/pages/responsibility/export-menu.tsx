// The board as a file, or on paper.
import { Button, Menu } from "@mantine/core";
import { type Model, toCsv, toHtml, toJson, toMarkdown } from "@remit/responsibility";
import { IconDownload, IconPrinter } from "@tabler/icons-react";
import { saveFile } from "../../components/save-file.ts";

const formats = [
  { label: "Markdown", ending: "md", type: "text/markdown", write: toMarkdown },
  { label: "HTML", ending: "html", type: "text/html", write: toHtml },
  { label: "CSV", ending: "csv", type: "text/csv", write: toCsv },
  { label: "JSON", ending: "json", type: "application/json", write: toJson },
] as const;

export function ExportMenu({ model }: { readonly model: Model }) {
  return (
    <Menu position="bottom-end">
      <Menu.Target>
        <Button variant="default" leftSection={<IconDownload size={16} aria-hidden />}>
          Export
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        {formats.map(({ label, ending, type, write }) => (
          <Menu.Item key={ending} onClick={() => saveFile(`responsibilities.${ending}`, type, write(model))}>
            {label}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconPrinter size={16} aria-hidden />} onClick={() => window.print()}>
          Print
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
