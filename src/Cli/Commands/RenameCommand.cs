using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>rename</c>: gives a sweep another name.</summary>
internal sealed class RenameCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _sweep = SharedOptions.Sweep();
    private readonly Argument<string> _name = new("name") { Description = "Its new name; it gets the next number of that name." };
    private readonly Option<string?> _store = SharedOptions.Store();

    public RenameCommand(CommandContext context)
        : base(
            "rename",
            "Give a sweep another name. What it measured stays; a run of its experiment file, which has the old name, starts a new sweep.",
            new Example("rename football#2 football-wide", "it is football-wide#1 then"))
    {
        _context = context;
        Add(_sweep);
        Add(_name);
        Add(_store);
    }

    protected override int Execute(ParseResult arguments)
    {
        var name = arguments.GetRequiredValue(_name);
        if (!ReportFolder.IsName(name))
            throw new UserErrorException($"`{name}` is no name for a sweep: expected at most 100 letters, digits, - and _, a letter or digit first");
        using var store = _context.OpenStore(StoreLocation.ResolveExisting(arguments.GetValue(_store), _context));
        var sweep = store.Find(SweepReference.Parse(arguments.GetRequiredValue(_sweep)));
        if (sweep.Name == name) throw new UserErrorException($"{sweep.Reference} is called {name} already; expected another name");
        _context.Error.WriteLine($"{sweep.Reference} is {store.Rename(sweep, name).Reference} now");
        return ExitCode.Success;
    }
}
