using System.CommandLine;
using System.Globalization;
using System.Text;
using Goalkeeper.Cli.Context;
using Goalkeeper.Cli.Output;
using Goalkeeper.Report;
using Goalkeeper.Report.Text;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Commands;

/// <summary><c>predict</c>: a stored network on new rows.</summary>
internal sealed class PredictCommand : CliCommand
{
    private static readonly string[] Columns = ["row", "probability", "label"];
    private static readonly string Heading = string.Join(',', Columns);

    private readonly CommandContext _context;
    private readonly Argument<string> _trial = new("sweep/trial")
    {
        Description = "name/17 (of its newest sweep) or name#2/17; a sweep alone is the first trial of its best point.",
    };

    private readonly Option<string> _data = new("--data")
    {
        Description = "New rows: CSV with the features' names in its header (other columns do not matter), or NumPy's .npy or .npz, or HDF5's .h5.",
        HelpName = "file",
        Required = true,
        CompletionSources = { PathCompletion.Of(PathCompletion.Data) },
    };

    private readonly Option<string?> _array = new("--array") { Description = "The array of an .npz or .h5, where several fit.", HelpName = "name" };
    private readonly Option<string?> _out = new("--out")
    {
        Description = "Write to this file.",
        HelpName = "file",
        CompletionSources = { PathCompletion.Of(PathCompletion.Folders) },
    };

    private readonly Option<string?> _store = SharedOptions.Store();

    public PredictCommand(CommandContext context)
        : base(
            "predict",
            "Apply a trial's stored weights to new rows. Writes CSV: row (1 is the first), probability of label 1, and "
            + "label, which is 1 where the probability is above 0.5.",
            new Example("predict football --data matches.csv", "print row,probability,label, by the best point's first trial"),
            new Example("predict football/2 --data matches.csv", "by the second trial"),
            new Example("predict football#1/2 --data matches.csv --out labels.csv", "the same, of the first sweep, into a file"),
            new Example("predict cats/2 --data cats.npz --array test_x", "pictures, scaled as those that it was trained on"))
    {
        _context = context;
        Add(_trial);
        foreach (var option in (Option[])[_data, _array, _out, _store]) Add(option);
    }

    protected override int Execute(ParseResult arguments)
    {
        var (name, data, file) = (arguments.GetRequiredValue(_trial), arguments.GetRequiredValue(_data), arguments.GetValue(_out));
        using var store = SweepStore.OpenReadOnly(StoreLocation.Resolve(arguments.GetValue(_store), _context));
        var reference = TrialReference.TryParse(name);
        var sweep = store.Find(reference?.Sweep ?? SweepReference.Parse(name));
        var best = reference is null ? BestPoint(store, sweep, arguments.GetValue(_store)) : null;
        var trial = reference is null ? Trial(store, best!) : store.Trial(sweep, reference.Number);
        var network = StoredNetwork.Read(store, sweep, trial);
        var examples = network.Examples.Read(data, arguments.GetValue(_array));
        if (best is not null) _context.Error.WriteLine(Describe(sweep, best, trial));
        if (DataText.Labels(network.ClassNames) is { } labels) _context.Error.WriteLine($"label {labels}");

        // In the precision of stored predictions; the label is of the unrounded number, as theirs.
        var rows = network.Predict(examples).Select((p, i) => (IReadOnlyList<object?>)[i + 1L, (float)p, p > 0.5 ? 1L : 0L]).ToList();
        if (file is null) CsvRows.Write(_context.Out.Raw, Columns, rows);
        else Write(file, data, rows);
        return ExitCode.Success;
    }

    /// <summary>Whether a file is there that this command has not written: nothing of another kind is overwritten, a store least of all.</summary>
    private static bool IsNoTable(string file)
    {
        if (!File.Exists(file) || FileIdentity.IsSpecial(file)) return false;
        using var reader = new StreamReader(file);
        var start = new char[Heading.Length];
        var length = reader.ReadBlock(start);
        return length > 0 && new string(start, 0, length) != Heading;
    }

    private void Write(string file, string data, List<IReadOnlyList<object?>> rows)
    {
        // By identity, since a link is another name of the same file.
        if (Path.GetFullPath(file) == Path.GetFullPath(data) || (FileIdentity.Of(file) is { } there && there == FileIdentity.Of(data)))
            throw new UserErrorException($"--out {file} would overwrite the data; expected another file");
        try
        {
            if (IsNoTable(file)) throw new UserErrorException($"--out {file} is there already and is no table of predictions; expected another file");
            using var text = new StringWriter(CultureInfo.InvariantCulture) { NewLine = "\n" };
            CsvRows.Write(text, Columns, rows);
            var (path, content) = (Path.GetFullPath(file), Encoding.UTF8.GetBytes(text.ToString()));
            if (path.StartsWith("/dev/", StringComparison.Ordinal))
            {
                // A device or another process takes them as they come.
                File.WriteAllBytes(path, content);
            }
            else
            {
                WholeFiles.Write(new FileInfo(path) is { LinkTarget: not null } link ? link.ResolveLinkTarget(true)!.FullName : path, content);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"the predictions cannot be written to {file}: {e.Message} Choose another file with --out.", e);
        }
        var ones = rows.Count(row => row[2] is 1L);
        _context.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{rows.Count} rows, {ones} with label 1: {file}"));
    }

    private static BestPoint BestPoint(SweepStore store, SweepRecord sweep, string? storeOption)
    {
        if (store.BestPoint(sweep) is { } best) return best;
        var counts = store.StateCounts(sweep);
        var next = counts.ContainsKey(TrialState.Running) ? "It is still running"
            : counts.ContainsKey(TrialState.Queued) || counts.ContainsKey(TrialState.Interrupted) ? $"`{WorkCommand.On(sweep, storeOption)}` carries on with it"
            : $"All trials have ended: {SweepText.States(counts)}";
        throw new UserErrorException($"no trial of {sweep.Reference} has finished with a {sweep.MetricName}; expected one. {next}");
    }

    /// <summary>The first of the point's trials that has weights; where none has, the first that finished, which can say why.</summary>
    private static TrialRecord Trial(SweepStore store, BestPoint best)
    {
        var finished = best.Trials.Where(t => t.State == TrialState.Finished).ToList();
        return finished.FirstOrDefault(t => store.Weights(t) is not null) ?? finished[0];
    }

    // "small#1: best by dev_accuracy is point 2 (lambda 0.7): 93.5 % over 5 trials; its trial 6 predicts"
    private static string Describe(SweepRecord sweep, BestPoint best, TrialRecord trial)
    {
        var (metric, result) = (sweep.MetricName, best.Result);
        var point = PointText.Settings(SweepPlan.Of(sweep), best) is { } settings
            ? string.Create(CultureInfo.InvariantCulture, $"point {result.Point} ({settings})")
            : "its only point";
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{sweep.Reference}: best by {metric} is {point}: {NumberText.Measured(sweep.MetricFormat, result.Mean)} over "
            + $"{NumberText.Count(result.Count, "trial")}; its trial {trial.Number} predicts");
    }
}
