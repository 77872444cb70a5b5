using System.CommandLine;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>help</c>: what <c>--help</c> shows, for those who type it first.</summary>
internal sealed class HelpCommand : CliCommand
{
    private readonly Argument<string?> _command = new("command") { Description = "A command; else all of them.", Arity = ArgumentArity.ZeroOrOne };

    public HelpCommand()
        : base("help", "Show how a command is used.", new Example("help run", "the same as run --help"))
    {
        Add(_command);
    }

    protected override int Execute(ParseResult arguments)
    {
        var root = Parents.OfType<RootCommand>().Single();
        var name = arguments.GetValue(_command);
        var known = root.Subcommands.Select(c => c.Name).ToList();
        if (name is not null && !known.Contains(name))
            throw new UserErrorException($"unknown command `{name}`{Spelling.Hint(name, known)}; `goalkeeper help` shows all");
        return root.Parse(name is null ? ["--help"] : [name, "--help"]).Invoke(arguments.InvocationConfiguration);
    }
}
