using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>delete</c>: takes a sweep out of the store.</summary>
internal sealed class DeleteCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _sweep = SharedOptions.NumberedSweep();
    private readonly Option<bool> _yes = new("--yes") { Description = "Do not ask." };
    private readonly Option<string?> _store = SharedOptions.Store();

    public DeleteCommand(CommandContext context)
        : base(
            "delete",
            "Delete a sweep with its trials, what they measured and their files. Asks first. A report that was written stays.",
            new Example("delete football#2", "the second sweep of that name; its number is to be given"))
    {
        _context = context;
        Add(_sweep);
        foreach (var option in (Option[])[_yes, _store]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var reference = SweepReference.Parse(arguments.GetRequiredValue(_sweep));
        using var store = _context.OpenStore(StoreLocation.ResolveExisting(arguments.GetValue(_store), _context));
        var sweep = store.Find(reference);
        if (reference.Number is null)
        {
            throw new UserErrorException(
                $"`{reference}` can mean several sweeps, and what is deleted is gone; expected its number too, such as {sweep.Reference}");
        }
        var counts = store.StateCounts(sweep);
        var what = $"{sweep.Reference} ({NumberText.Count(counts.Values.Sum(), "trial")}: {SweepText.States(counts)})";
        if (!arguments.GetValue(_yes) && !Agrees(what))
        {
            _context.Error.WriteLine("nothing is deleted");
            return ExitCode.Failure;
        }
        store.Delete(sweep);
        _context.Error.WriteLine($"{what} is deleted; its room in the store is used again");
        return ExitCode.Success;
    }

    private bool Agrees(string what)
    {
        if (_context.ReadAnswer is not { } read)
            throw new UserErrorException($"delete asks before it deletes {what}, and here is no terminal to ask on; expected --yes");
        _context.Error.Write($"Delete {what}? It cannot be brought back. [y/N] ");
        return read()?.Trim() is { } answer && (Is("y") || Is("yes"));

        bool Is(string word) => string.Equals(answer, word, StringComparison.OrdinalIgnoreCase);
    }
}
