using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>That a sweep's program is no longer what its trials were run with.</summary>
/// <param name="Change">Which files have changed since which trial, a sentence without its end.</param>
/// <param name="HasResults">Whether there are results of the program as it was, which those of the new one would be mixed with.</param>
internal sealed record ChangedFiles(string Change, bool HasResults)
{
    /// <summary>The files of its command that have changed since its last trial with a result, or else since its last; null where none has.</summary>
    /// <exception cref="UserErrorException">Its plan is damaged.</exception>
    public static ChangedFiles? Of(SweepStore store, SweepRecord sweep)
    {
        if (sweep.Kind != SweepKind.Program || SweepPlan.Of(sweep).Program is not { } program) return null;
        var result = store.LastFiles(sweep, withResult: true);
        if ((result ?? store.LastFiles(sweep)) is not { } last) return null;
        var files = new CommandFiles();
        List<string> changed = [.. last.Sha256.Where(f => files.Hash(Path.GetFullPath(f.Key, program.WorkingDirectory)) != f.Value).Select(f => f.Key)];
        return changed.Count == 0
            ? null
            : new($"{string.Join(", ", changed)} {(changed.Count == 1 ? "has" : "have")} changed since trial {new TrialReference(sweep.Reference, last.Trial)} was run", result is not null);
    }
}
