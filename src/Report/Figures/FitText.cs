using Goalkeeper.Analysis;
using Goalkeeper.Report.Text;

namespace Goalkeeper.Report.Figures;

/// <summary>Says in words how far train and dev are apart where the dev set chose. What that means is the reader's to judge.</summary>
internal static class FitText
{
    /// <summary>A sentence about a sweep over one numeric parameter, chosen by dev accuracy; none about others.</summary>
    public static IEnumerable<string> Of(SweepSummary summary, IReadOnlyList<Parameter> parameters)
    {
        if (parameters is not [{ Lacking: 0 } parameter] || parameter.OtherNames.Count > 0) yield break;
        if (summary.Chosen is not { } chosen || summary.Sweep.MetricName != "dev_accuracy") yield break;
        var (train, dev) = (chosen.Of("train_accuracy").Mean, chosen.Of("dev_accuracy").Mean);
        yield return $"At the chosen {parameter.Setting(parameter.Of(chosen))} train accuracy is {NumberText.Percent(train)} "
            + $"and dev accuracy {NumberText.Percent(dev)}, a gap of {NumberText.Gap(train, dev)} points.";
    }
}
