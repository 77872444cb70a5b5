using System.Globalization;
using Goalkeeper.Report;
using Goalkeeper.Runner;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>What <c>verify</c> found: a line a trial, what explains it, a line that sums up.</summary>
internal static class VerificationText
{
    /// <summary>Writes it.</summary>
    public static void Write(TextWriter output, SweepVerification verification)
    {
        if (verification.Dataset is { } dataset)
        {
            output.WriteLine(
                $"dataset {verification.DatasetName}: differs, first in {Text(dataset)}; the trials were run on the stored data");
        }
        foreach (var (point, what) in verification.Proposals?.Differences ?? []) output.WriteLine(Invariant($"point {point}: {what}"));
        foreach (var (trial, difference, _) in verification.Verified)
        {
            var found = difference is null ? "identical" : $"differs, first in {Text(difference)}";
            output.WriteLine(Invariant($"trial {trial.Number}: {found}"));
        }
        foreach (var trial in verification.NotVerified)
            output.WriteLine(Invariant($"trial {trial.Number}: not verified, it is {trial.State}"));

        if (verification.Dataset is not null || verification.Verified.Any(t => t.StartsElsewhere))
        {
            output.WriteLine(
                "Initial weights and generated data follow NumPy through the C library's log, sin and cos: where they differ, this "
                + "machine's library rounds one of these differently, and all that is computed from them can differ too.");
        }
        if (!verification.Identical && Circumstances.OtherProgram(verification.Sweep) is { } program)
        {
            output.WriteLine(
                $"Launched with goalkeeper {program}, verified with {Circumstances.Goalkeeper}: a later program may compute in another "
                + "order, which shows as a few ulps, or draw other dropout masks; the same program must give the same bits.");
        }
        var rounded = verification.Verified.Count(t => t.Difference is null && !t.HasFingerprint);
        if (rounded > 0)
        {
            output.WriteLine(Invariant(
                $"{rounded} identical without a fingerprint, since an older Goalkeeper stored them: compared by what the store keeps."));
        }
        output.WriteLine(Summary(verification));
    }

    private static string Summary(SweepVerification verification)
    {
        var different = verification.Verified.Count(t => t.Difference is not null);
        var states = verification.NotVerified.CountBy(t => t.State).OrderBy(s => s.Key, StringComparer.Ordinal)
            .Select(s => Invariant($"{s.Value} {s.Key}"));
        string?[] parts =
        [
            verification.Stopped ? Invariant($"stopped after {verification.Verified.Count}") : null,
            verification.Proposals is { } search ? Search(search) : null,
            verification.Sweep.Kind == SweepKind.Network ? Invariant($"{verification.Verified.Count - different} identical") : null,
            verification.Sweep.Kind == SweepKind.Network ? Invariant($"{different} different") : null,
            verification.NotVerified.Count > 0
                ? Invariant($"{verification.NotVerified.Count} not verified ({string.Join(", ", states)})")
                : null,
        ];
        return $"{verification.Sweep.Reference}: {string.Join(", ", parts.Where(p => p is not null))}";
    }

    private static string Search(ProposalVerification search)
    {
        var same = search.Points - search.Differences.Count;
        var what = $"{Invariant($"{same}")} {(same == 1 ? "point" : "points")} {(search.IsOfStopsAlone ? "not proposed again, since the program itself excludes some," : "proposed the same")}";
        return what + (search.Stopped is { } stopped ? Invariant($" with {stopped} pruned {(stopped == 1 ? "trial" : "trials")}") : "") + Invariant($", {search.Differences.Count} otherwise");
    }

    private static string Text(Difference difference)
    {
        var distance = difference.Ulps is { } ulps ? Invariant($" ({ulps} {(ulps == 1 ? "ulp" : "ulps")})") : "";
        return $"{difference.What}: stored {Value(difference.Stored)}, now {Value(difference.Now)}{distance}";
    }

    private static string Value(object? value) => value switch
    {
        null => "nothing",
        double.NaN => "not a number",
        _ => CsvRows.Text(value),
    };

    private static string Invariant(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
