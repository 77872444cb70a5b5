using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>note</c>: a sentence about a sweep, written afterwards.</summary>
internal sealed class NoteCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _sweep = SharedOptions.Sweep();
    private readonly Argument<string> _text = new("text") { Description = "The note; it takes the place of an earlier one, and \"\" is none." };
    private readonly Option<string?> _store = SharedOptions.Store();

    public NoteCommand(CommandContext context)
        : base(
            "note",
            "Write a note about a sweep, which `show` shows.",
            new Example("note football#2 \"λ above 1 was a mistake: the data were not standardized\"", "one note a sweep"))
    {
        _context = context;
        Add(_sweep);
        Add(_text);
        Add(_store);
    }

    protected override int Execute(ParseResult arguments)
    {
        using var store = _context.OpenStore(StoreLocation.ResolveExisting(arguments.GetValue(_store), _context));
        var text = arguments.GetRequiredValue(_text);
        store.SetNote(store.Find(SweepReference.Parse(arguments.GetRequiredValue(_sweep))), string.IsNullOrWhiteSpace(text) ? null : text);
        return ExitCode.Success;
    }
}
