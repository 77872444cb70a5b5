using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Passes calls from any thread on, one at a time. An observer that throws is not called again: a lost progress line is harmless,
/// a lost sweep is not.</summary>
internal sealed class QuietObserver(ISweepObserver? observer) : ISweepObserver
{
    private readonly Lock _lock = new();
    private bool _failed;

    public void SweepStarted(SweepStart start) => Tell(o => o.SweepStarted(start));

    public void TrialStarted(PlannedTrial trial) => Tell(o => o.TrialStarted(trial));

    public void TrialEnded(PlannedTrial trial, TrialResult result) => Tell(o => o.TrialEnded(trial, result));

    public void OthersEnded(IReadOnlyDictionary<string, long> counts) => Tell(o => o.OthersEnded(counts));

    public void SweepEnded() => Tell(o => o.SweepEnded());

    private void Tell(Action<ISweepObserver> what)
    {
        lock (_lock)
        {
            if (_failed || observer is null) return;
            try
            {
                what(observer);
            }
            catch (Exception)
            {
                _failed = true;
            }
        }
    }
}
