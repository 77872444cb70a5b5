using System.CommandLine;
using System.CommandLine.Completions;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>help</c>: what <c>--help</c> shows, for those who type it first.</summary>
internal sealed class HelpCommand : CliCommand
{
    private readonly Argument<string?> _command = new("command") { Description = "A command; else all of them.", Arity = ArgumentArity.ZeroOrOne };

    public HelpCommand()
        : base("help", "Show how a command is used.", new Example("help run", "the same as run --help"))
    {
        _command.HelpName = _command.Name; // else the help would show the commands
        _command.CompletionSources.Add(_ => Commands().Select(name => new CompletionItem(name)));
        Add(_command);
    }

    private RootCommand Root => Parents.OfType<RootCommand>().Single();

    protected override int Execute(ParseResult arguments)
    {
        var name = arguments.GetValue(_command);
        var known = Commands().ToList();
        if (name is not null && !known.Contains(name))
            throw new UserErrorException($"unknown command `{name}`{Spelling.Hint(name, known)}; `goalkeeper help` shows all");
        return Root.Parse(name is null ? ["--help"] : [name, "--help"]).Invoke(arguments.InvocationConfiguration);
    }

    private IEnumerable<string> Commands() => Root.Subcommands.Select(c => c.Name);
}
