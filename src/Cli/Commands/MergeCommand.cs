using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>merge</c>: the sweeps of another store. <c>import</c> is the same, of a file that <c>export</c> has written.</summary>
internal sealed class MergeCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _other = new("other store")
    {
        Description = "Another store, or what export has written as .db. It is only read.",
        HelpName = "other store",
        CompletionSources = { PathCompletion.Of(PathCompletion.Stores) },
    };

    private readonly Option<string?> _store = SharedOptions.Store();

    public MergeCommand(CommandContext context)
        : base(
            "merge",
            "Bring the sweeps of another store into this one, with all that they measured and their files. Those that are here already stay as they are.",
            new Example("merge laptop.db", "every sweep of it; it stays as it is"),
            new Example("import football.db", "the same, of a sweep that was exported"))
    {
        _context = context;
        Aliases.Add("import");
        Add(_other);
        Add(_store);
    }

    protected override int Execute(ParseResult arguments)
    {
        var (other, path) = (StorePath.Of(arguments.GetRequiredValue(_other)), StoreLocation.Resolve(arguments.GetValue(_store), _context));
        if (Path.GetExtension(other) is ".csv" or ".json" or ".jsonl")
        {
            throw new UserErrorException(
                $"{other} is a table of trials, without their plan, traces and weights: it cannot be made a sweep again; expected a store, which "
                + "`goalkeeper export … --to file.db` writes");
        }
        // What SQLite takes for a database without tables is what a broken-off copy leaves.
        if (new FileInfo(other) is { Exists: true, Length: 0 } && new FileInfo(other + "-wal") is not { Exists: true, Length: > 0 })
            throw new UserErrorException($"'{other}' is an empty file; expected a store, as `goalkeeper export … --to file.db` writes");
        using var source = SweepStore.OpenReadOnly(other);
        using var target = _context.OpenStore(path);
        if (target.IsSameFileAs(source)) throw new UserErrorException($"'{other}' is the store '{path}' itself; expected another one");
        var merge = new StoreMerge(target, source);
        var errors = new List<UserErrorException>();
        var sweeps = source.List(errors.Add).OrderBy(s => s.CreatedAt, StringComparer.Ordinal).ToList();
        if (sweeps.Count == 0 && errors.Count == 0) _context.Error.WriteLine($"{other} holds no sweeps");
        foreach (var overview in sweeps)
        {
            try
            {
                Bring(merge, source.Find(new SweepReference(overview.Sweep, overview.SweepNumber)));
            }
            catch (UserErrorException e)
            {
                errors.Add(e);
            }
        }
        foreach (var error in errors) _context.Error.WriteLine($"error: {error.Message}");
        return errors.Count > 0 ? ExitCode.UserError : ExitCode.Success;
    }

    private void Bring(StoreMerge merge, SweepRecord sweep)
    {
        var (here, isNew) = merge.Bring(sweep);
        var name = here.Reference == sweep.Reference ? "" : $" as {here.Reference}";
        _context.Error.WriteLine(isNew ? $"{sweep.Reference}: merged{name}" : $"{sweep.Reference}: here already{name}");
    }
}
