using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Whether a sweep's program is still what its trials were run with.</summary>
internal static class ChangedFiles
{
    /// <summary>The files of its command that have changed since its last trial, a sentence; null where none has.</summary>
    /// <exception cref="UserErrorException">Its plan is damaged.</exception>
    public static string? Describe(SweepStore store, SweepRecord sweep)
    {
        if (sweep.Kind != SweepKind.Program || store.LastFiles(sweep) is not { } last || SweepPlan.Of(sweep).Program is not { } program) return null;
        var files = new CommandFiles();
        List<string> changed = [.. last.Sha256.Where(f => files.Hash(Path.GetFullPath(f.Key, program.WorkingDirectory)) != f.Value).Select(f => f.Key)];
        return changed.Count == 0
            ? null
            : $"{string.Join(", ", changed)} {(changed.Count == 1 ? "has" : "have")} changed since trial {new TrialReference(sweep.Reference, last.Trial)} was run";
    }
}
