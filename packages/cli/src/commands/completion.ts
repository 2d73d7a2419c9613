// Scripts that a shell reads once, at its start. They ask the program itself at each Tab.
import { basename } from "node:path";

export const shells = ["bash", "zsh", "fish"] as const;
export type Shell = (typeof shells)[number];

const scripts: Readonly<Record<Shell, string>> = {
  bash: `# remit completion bash >> ~/.bashrc
_remit_complete()
{
  local words
  words=$(remit --get-yargs-completions "\${COMP_WORDS[@]:0:COMP_CWORD+1}")
  COMPREPLY=( $(compgen -W "$words" -- "\${COMP_WORDS[COMP_CWORD]}") )
}
complete -o bashdefault -o default -F _remit_complete remit`,
  zsh: `#compdef remit
# remit completion zsh >> ~/.zshrc
_remit_complete()
{
  local -a words_found
  words_found=(\${(f)"$(remit --get-yargs-completions "\${(@)words[1,CURRENT]}")"})
  _describe 'remit' words_found || _files
}
compdef _remit_complete remit`,
  fish: `# remit completion fish > ~/.config/fish/completions/remit.fish
function __remit_complete
  set -l words (commandline -opc) (commandline -ct)
  remit --get-yargs-completions $words
end
complete -c remit -f -a '(__remit_complete)'
complete -c remit -n '__fish_seen_subcommand_from import' -F`,
};

/** @param shell null: the one that the user works in, as the environment has it; bash where that is another one. */
export function completionScript(shell: Shell | undefined, env: Readonly<Record<string, string | undefined>>): string {
  const own = shells.find((name) => name === basename(env.SHELL ?? ""));
  return scripts[shell ?? own ?? "bash"];
}
