using System.Text.RegularExpressions;
using Goalkeeper.Analysis.Importance;
using Goalkeeper.Numerics;
using Goalkeeper.Report.Charts;

namespace Goalkeeper.Report.Figures;

/// <summary>What mattered: the shares of the parameters and of their pairs, and what each does by itself.</summary>
internal sealed partial class ImportanceFigures(Importances importances)
{
    private const int MostShares = 14;

    /// <summary>Parameters whose main effect is drawn, those with the largest shares.</summary>
    private const int MostEffects = 12;

    /// <summary>Words of a parameter that have a row.</summary>
    private const int MostWords = 30;

    private NumberStyle Style => importances.Metric.Axis.Style;

    /// <summary>The section; null where one thing or nothing varies, and no seeds do.</summary>
    public FigureSection? Section()
    {
        var isOfSeedsAlone = importances.Parameters.Count < 2;
        if (isOfSeedsAlone && double.IsNaN(importances.SeedsShare)) return null;
        var text = importances.Sentences().ToList();
        if (isOfSeedsAlone) return new FigureSection("What mattered", text[^1..], []);
        if (!importances.AreTold) return new FigureSection("What mattered", text, []);
        var effects = importances.Anova!.Effects.Index().OrderByDescending(e => e.Item.Share).Take(MostEffects).ToList();
        if (effects.Count < importances.Parameters.Count)
            text.Add(FormattableString.Invariant($"The main effects of {effects.Count} of {importances.Parameters.Count} parameters are drawn."));
        return new FigureSection("What mattered", text, [new Figure("importance.svg", Shares(importances.Anova)) { HasTable = true }, .. effects.Select(e => EffectOf(e.Index, e.Item))]);
    }

    private DotChart Shares(FunctionalAnova anova)
    {
        var labels = importances.Parameters.Select(p => p.Axis.Label).ToList();
        var shares = anova.Effects.Select((e, i) => (Name: labels[i], e.Share))
            .Concat(anova.Interactions.Select(i => (Name: $"{labels[i.First]} × {labels[i.Second]}", i.Share)))
            .OrderByDescending(s => s.Share).ToList();
        // What no share of half a percent has is together with what three and more do.
        var shown = shares.Take(MostShares).Where((s, i) => i < 2 || s.Share >= 0.005).ToList();
        return new DotChart(
            [.. shown.Select(s => s.Name), "all else"],
            [new DotSeries("", [.. shown.Select(s => new DotValue(s.Share)), new DotValue(Math.Max(0, 1 - shown.Sum(s => s.Share)))])])
        {
            Title = "Shares of the variance",
            Value = new Axis("share of the variance") { Style = NumberStyle.Percent, Min = 0, Max = 1 },
            AreBars = true,
            Width = 480,
        };
    }

    private Figure EffectOf(int index, MainEffect effect)
    {
        var parameter = importances.Parameters[index];
        // A variant is called as a setting can be.
        var name = FileName().IsMatch(parameter.Name) && importances.Parameters.Count(p => p.Name == parameter.Name) == 1 ? parameter.Name : FormattableString.Invariant($"parameter--{index + 1}");
        return new Figure($"effect-{name}.svg", parameter.Words.Count > 0 ? OfWords(index, parameter, effect) : OfNumbers(index, parameter, effect));
    }

    private LineChart OfNumbers(int index, ChartColumn parameter, MainEffect effect)
    {
        var points = importances.Factors[index].Levels.Zip(effect.Means, effect.Deviations).ToList();
        var absent = points.Where(p => double.IsNaN(p.First)).Select(p => $"; {ChartNumber.Value(Told(p.Second), Style)} without it").FirstOrDefault();
        return new LineChart
        {
            Title = Title(parameter),
            Subtitle = Subtitle(effect) + absent,
            X = parameter.Axis with { At = parameter.Axis.Kind == ScaleKind.LogWithZero ? [.. points.Select(p => p.First).Where(v => !double.IsNaN(v))] : [] },
            Y = importances.Metric.Axis,
            Series =
            [
                new LineSeries("", [.. points.Select(p => new LinePoint(p.First, Told(p.Second), Told(p.Second - p.Third), Told(p.Second + p.Third)))])
                {
                    HasMarkers = points.Count <= 20,
                },
            ],
            Width = 400,
            Height = 280,
        };
    }

    private DotChart OfWords(int index, ChartColumn parameter, MainEffect effect)
    {
        var words = importances.Factors[index].Levels.Zip(effect.Means, effect.Deviations)
            .Select(l => (Word: double.IsNaN(l.First) ? "absent" : parameter.Words[(int)l.First], Value: Dot(l.Second, l.Third))).ToList();
        return new DotChart([.. words.Take(MostWords).Select(w => w.Word)], [new DotSeries("", [.. words.Take(MostWords).Select(w => w.Value)])])
        {
            Title = Title(parameter),
            Subtitle = Subtitle(effect) + (words.Count > MostWords ? FormattableString.Invariant($"; {MostWords} of {words.Count} values") : ""),
            Value = importances.Metric.Axis,
            Width = 480,
        };
    }

    /// <summary>Of a logarithm the bar is longer upwards, as a line's band is.</summary>
    private DotValue Dot(double mean, double deviation) =>
        importances.IsLog ? new(Told(mean), Told(mean - deviation), Told(mean + deviation)) : new(mean, deviation);

    private static string Title(ChartColumn parameter) => $"Main effect of {parameter.Axis.Label}";

    private static string Subtitle(MainEffect effect) => $"{ChartNumber.Value(effect.Share, NumberStyle.Percent)} of the variance; mean ± standard deviation over the trees";

    private double Told(double value) => importances.IsLog ? VectorMath.Exp(value) : value;

    [GeneratedRegex(@"^[a-z0-9_]{1,60}\z")]
    private static partial Regex FileName();
}
