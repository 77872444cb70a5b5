using Goalkeeper.Analysis;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Report.Text;

/// <summary>What somebody should know before believing a table: data to beware of, and results that look like numbers where nothing was learnt.</summary>
internal sealed class Findings(SweepSummary summary, SweepStore store)
{
    /// <summary>What stands above them.</summary>
    public const string Heading = "Before you trust these numbers";

    /// <summary>Rows that a sentence names.</summary>
    private const int MostNamed = 4;

    /// <summary>A sentence each; none where there is nothing to say.</summary>
    public IReadOnlyList<string> Sentences() => summary.IsOfNetworks
        ? [.. DataFindings.Of(Data(), isStandardized: IsStandardized), .. FirstCosts(), .. ConstantAnswers(), .. UnusedSeeds()]
        : [.. Versions(), .. UnusedSeeds()];

    /// <summary>That earlier sweeps have looked at the same test set; null where none has. It depends on what else the store holds.</summary>
    public string? EarlierLooks() => summary is { LooksAtTest: true, EarlierLooks: > 0 } && summary.HasSplit("test")
        ? $"{NumberText.Count(summary.EarlierLooks, "earlier sweep")} of this store looked at the same test set: "
            + "the more often it is looked at, the less its number says of new data."
        : null;

    /// <summary>A program that was changed on the way is several programs.</summary>
    private IEnumerable<string> Versions()
    {
        if (store.FileVersions(summary.Sweep) is { Count: > 1 } versions)
        {
            yield return $"The program's files were changed on the way: their {versions.Count} versions ran {Wording.List([.. versions.Select(count => FormattableString.Invariant($"{count:N0}"))])} "
                + "of the trials, in this order. Rows may differ by that, and a row's seeds too.";
        }
    }

    /// <summary>Replicates that are all the same number each time are one run, told as many.</summary>
    private IEnumerable<string> UnusedSeeds()
    {
        var replicated = summary.Rows.Select(row => row.Finished.Select(t => t.Metrics.GetValueOrDefault(summary.Sweep.MetricName, double.NaN)).ToList()).Where(values => values.Count > 1).ToList();
        if (replicated.Count > 1 && replicated.All(values => values.Distinct().Count() == 1))
        {
            yield return $"All replicates of a point have the same {summary.Sweep.MetricName}, at each of {NumberText.Count(replicated.Count, "point")}: "
                + $"it seems not to depend on the seed{(summary.IsOfNetworks ? "" : " (${seed}, GOALKEEPER_SEED)")}, and replicates add nothing then.";
        }
    }

    private bool IsStandardized => summary.Preparation.GetValueOrDefault("standardize") == "true";

    private Dataset Data()
    {
        var stored = summary.Dataset;
        return new Dataset(stored.Name, stored.FeatureNames, Split("train")!, Split("dev"), Split("test")) { ClassNames = stored.ClassNames };

        Examples? Split(string name) => stored.Splits.FirstOrDefault(s => s.Name == name) is { } split ? new(split.Features, split.Labels) : null;
    }

    private IEnumerable<string> FirstCosts()
    {
        var costs = store.Traces(summary.Sweep, "cost").ToLookup(t => t.Trace.Values[0], t => t.Trial);
        foreach (var cost in costs.Where(c => !double.IsFinite(c.Key)))
        {
            yield return $"In {Trials(cost.Contains)} the cost starts at {NumberText.Exact(cost.Key)}: "
                + "the first weights or the features are too large.";
        }
    }

    /// <summary>A network that answers the same whatever it is shown, on the dev set, or where there is none on train.</summary>
    private IEnumerable<string> ConstantAnswers()
    {
        var split = summary.Dataset.Splits.First(s => s.Name == (summary.HasSplit("dev") ? "dev" : "train"));
        var ones = (double)split.Labels.Count(label => label == 1) / split.Labels.Length;
        var answers = summary.Trials.Where(t => t.State == TrialState.Finished)
            // Reading every trial's predictions would be slow; an accuracy that is no class's share needs no look.
            .Where(t => t.Metrics.TryGetValue($"{split.Name}_accuracy", out var right) && (IsNear(right, ones) || IsNear(right, 1 - ones)))
            .Select(t => (t.Number, Labels: store.Predictions(t).FirstOrDefault(p => p.Split == split.Name)?.Labels.Distinct().ToList()))
            .Where(t => t.Labels is [_]).ToLookup(t => t.Labels![0], t => t.Number);
        foreach (var answer in answers.OrderBy(a => a.Key))
        {
            yield return $"In {Trials(answer.Contains)} every {split.Name} example is taken for {summary.Dataset.ClassNames[answer.Key]}: "
                + "the network has learnt nothing.";
        }

        static bool IsNear(double a, double b) => Math.Abs(a - b) < 1e-9;
    }

    /// <summary>"2 of 5 trials (zeros; large random)", "both trials", "the only trial".</summary>
    private string Trials(Func<long, bool> isMeant)
    {
        var (count, all) = (summary.Trials.Count(t => isMeant(t.Number)), summary.Trials.Count);
        if (count == all) return all switch { 1 => "the only trial", 2 => "both trials", _ => FormattableString.Invariant($"all {all:N0} trials") };
        var rows = summary.Rows.Where(row => row.Trials.Any(t => isMeant(t.Number))).Select(row => summary.Label(row)).ToList();
        var named = summary.Rows.Count > 1 && rows.Count <= MostNamed ? $" ({string.Join("; ", rows)})" : "";
        return FormattableString.Invariant($"{count:N0} of {NumberText.Count(all, "trial")}{named}");
    }
}
