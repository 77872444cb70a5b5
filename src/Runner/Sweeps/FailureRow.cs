namespace Goalkeeper.Runner;

/// <summary>
/// Trials of this process that fail in a row, by their numbers. One that is under way ends a row as one that has finished does: what counts is what
/// trials come to, and not which of them are fast.
/// </summary>
/// <param name="most">So many are too many; 0: none are.</param>
internal sealed class FailureRow(int most)
{
    private readonly Lock _gate = new();
    private readonly SortedSet<long> _failed = [];
    private readonly SortedSet<long> _others = [];

    /// <summary>A trial is under way.</summary>
    public void Started(long trial)
    {
        lock (_gate) _others.Add(trial);
    }

    /// <summary>A trial has failed for good.</summary>
    /// <returns>Whether there are too many in a row now.</returns>
    public bool Failed(long trial)
    {
        lock (_gate)
        {
            _others.Remove(trial);
            _failed.Add(trial);
            var last = _others.GetViewBetween(0, trial).Max; // 0 where there is none: trials are numbered from 1
            var next = _others.GetViewBetween(trial, long.MaxValue).Min is > 0 and var other ? other : long.MaxValue;
            return most > 0 && _failed.GetViewBetween(last, next).Count >= most;
        }
    }
}
