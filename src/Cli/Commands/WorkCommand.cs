using System.CommandLine;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Progress;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>work</c>: one more process at work on a stored sweep.</summary>
internal sealed class WorkCommand : CliCommand
{
    private readonly CommandContext _context;
    private readonly Argument<string> _sweep = SharedOptions.Sweep();
    private readonly Option<int?> _workers = SharedOptions.Workers();
    private readonly Option<string?> _store = SharedOptions.Store();
    private readonly Option<bool> _goOn = SharedOptions.GoOn();

    public WorkCommand(CommandContext context)
        : base(
            "work",
            "Join a stored sweep: run what is left of it, beside any number of other processes, until all its trials have ended.",
            new Example("work football", "carry on with the newest sweep of that name, whatever its file says by now"),
            new Example("work football#2 --workers 4", "four trials at a time, beside what others run"))
    {
        _context = context;
        Add(_sweep);
        foreach (var option in (Option[])[_workers, _store, _goOn]) Add(option);
    }

    /// <summary>What to type to carry on with a sweep.</summary>
    /// <param name="sweep">The sweep.</param>
    /// <param name="store">What <c>--store</c> said, or null.</param>
    public static string On(SweepRecord sweep, string? store) => $"goalkeeper work '{sweep.Reference}'{StoreLocation.Option(store)}";

    protected override int Execute(ParseResult arguments)
    {
        var storeOption = arguments.GetValue(_store);
        using var store = _context.OpenStore(StoreLocation.ResolveExisting(storeOption, _context));
        var sweep = store.Find(SweepReference.Parse(arguments.GetRequiredValue(_sweep)));
        using var objective = StoredObjective.Of(store, sweep, _context.Train);
        var options = new SessionOptions(arguments.GetValue(_workers) ?? Environment.ProcessorCount) { GoesOn = arguments.GetValue(_goOn) };
        return new SweepWork(_context, store, new SweepMessages(_context.Error, StoreLocation.Option(storeOption))).Do(
            (session, stop) => session.Join(sweep, objective, options, stop),
            On(sweep, storeOption),
            report: null);
    }
}
