using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>completion</c>: a script by which a shell completes commands, options and sweeps. It asks <c>[suggest]</c>.</summary>
internal sealed class CompletionCommand : CliCommand
{
    private static readonly Dictionary<string, string> Scripts = new()
    {
        ["bash"] = """
            # Into ~/.bashrc: source <(goalkeeper completion bash)
            _goalkeeper() {
                local word="${COMP_WORDS[COMP_CWORD]}" line
                COMPREPLY=()
                while IFS= read -r line; do
                    if [[ $line == "$word"* ]]; then COMPREPLY+=("$(printf %q "$line")"); fi
                done < <(goalkeeper "[suggest:$COMP_POINT]" "$COMP_LINE" 2> /dev/null)
                if [[ ${COMPREPLY[0]} == */ ]]; then compopt -o nospace; fi
            }
            complete -F _goalkeeper goalkeeper
            """,
        ["zsh"] = """
            # Into ~/.zshrc: source <(goalkeeper completion zsh)
            _goalkeeper() {
                local -a lines words folders
                lines=("${(@f)$(goalkeeper "[suggest:$CURSOR]" "$BUFFER" 2> /dev/null)}")
                words=(${lines:#*/}) folders=(${(M)lines:#*/})
                compadd -a words
                compadd -S '' -a folders
            }
            compdef _goalkeeper goalkeeper
            """,
        ["fish"] = """
            # goalkeeper completion fish > ~/.config/fish/completions/goalkeeper.fish
            complete -c goalkeeper -f -a '(set -l line (commandline -cp); goalkeeper "[suggest:"(string length -- "$line")"]" "$line" 2> /dev/null)'
            """,
        ["powershell"] = """
            # Into $PROFILE: goalkeeper completion powershell | Out-String | Invoke-Expression
            Register-ArgumentCompleter -Native -CommandName goalkeeper -ScriptBlock {
                param($word, $line, $position)
                goalkeeper "[suggest:$position]" "$line" 2> $null | Where-Object { $_ -like "$word*" } |
                    ForEach-Object { [System.Management.Automation.CompletionResult]::new($_) }
            }
            """,
    };

    private readonly CommandContext _context;
    private readonly Argument<string> _shell = new("shell") { HelpName = "shell", Description = "bash, zsh, fish or powershell." };

    public CompletionCommand(CommandContext context)
        : base(
            "completion",
            "Print a script that lets a shell complete commands, options and sweeps.",
            new Example("completion bash", "its first line says where it goes"))
    {
        _context = context;
        _shell.CompletionSources.Add([.. Scripts.Keys]);
        Add(_shell);
    }

    protected override int Execute(ParseResult arguments)
    {
        var shell = arguments.GetRequiredValue(_shell);
        if (!Scripts.TryGetValue(shell, out var script))
        {
            throw new UserErrorException(
                $"there is no completion for `{shell}`{Spelling.Hint(shell, Scripts.Keys)}; expected bash, zsh, fish or powershell");
        }
        _context.Out.Raw.Write($"{script.ReplaceLineEndings("\n")}\n");
        return ExitCode.Success;
    }
}
