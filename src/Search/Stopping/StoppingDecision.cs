namespace Goalkeeper.Search;

/// <summary>A trial on its way past its thresholds.</summary>
/// <param name="comparesBest">As the rule has it.</param>
/// <param name="thresholds">By step.</param>
internal sealed class StoppingDecision(bool comparesBest, IReadOnlyList<Threshold> thresholds)
{
    private double _best = double.NaN;
    private int _next;

    /// <summary>The threshold that the trial has missed, and by what; null: none so far.</summary>
    public (Threshold Threshold, long Step, double Value)? Missed { get; private set; }

    /// <summary>Takes the next value of the metric, the lower the better.</summary>
    /// <returns>Whether the trial may go on.</returns>
    public bool MayGoOn(long step, double value)
    {
        if (Missed is not null) return false;
        if (Loss.Of(value) <= Loss.Of(_best)) _best = value;
        var compared = comparesBest ? _best : value;
        for (; _next < thresholds.Count && thresholds[_next].Step <= step; _next++)
        {
            if (Loss.Of(compared) <= thresholds[_next].Value) continue;
            Missed = (thresholds[_next], step, compared);
            return false;
        }
        return true;
    }
}
