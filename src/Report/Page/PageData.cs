using System.Globalization;
using System.Text.Json;
using Goalkeeper.Analysis;
using Goalkeeper.Report.Charts;
using Goalkeeper.Report.Figures;
using Goalkeeper.Report.Text;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Page;

/// <summary>What the page's script is given: the trials by columns, the charts as numbers, curves. JSON; NaN is null, infinities are "inf" and "-inf".</summary>
/// <param name="report">The report.</param>
/// <param name="portable">Whether times are left out, which no other run would have.</param>
internal sealed class PageData(SweepReport report, bool portable)
{
    private readonly SweepSummary _summary = report.Summary;

    public byte[] ToJson()
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteTrials(json, report.Exploration);
            WriteCharts(json, report.Sections);
            WriteCurves(json);
            WriteLogs(json);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    /// <summary>What a page has that shows no trials.</summary>
    public static byte[] OfCharts(IReadOnlyList<FigureSection> sections)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            WriteCharts(json, sections);
            json.WriteEndObject();
        }
        return stream.ToArray();
    }

    private static void WriteCharts(Utf8JsonWriter json, IReadOnlyList<FigureSection> sections)
    {
        json.WriteStartArray("charts");
        foreach (var figure in sections.SelectMany(s => s.Figures)) new ChartJson(json).Write(figure.Chart);
        json.WriteEndArray();
    }

    private void WriteTrials(Utf8JsonWriter json, Exploration exploration)
    {
        var trials = exploration.Trials;
        json.WriteString("sweep", Text(_summary.Sweep.Name));
        json.WriteBoolean("maximizes", _summary.Sweep.Metric.Maximizes);
        json.WriteBoolean("isReplicated", _summary.IsReplicated);
        WriteNumbers(json, "numbers", trials.Select(t => (double)t.Number));
        WriteNumbers(json, "points", trials.Select(t => (double)t.Point));
        var states = TrialState.All.Where(state => trials.Any(t => t.State == state)).ToList();
        WriteTexts(json, "states", states);
        WriteNumbers(json, "state", trials.Select(t => (double)states.IndexOf(t.State)));
        json.WriteStartObject("reasons");
        foreach (var trial in trials.Where(t => t.Reason is not null)) json.WriteString(Number(trial), Text(trial.Reason!));
        json.WriteEndObject();
        json.WriteStartArray("columns");
        foreach (var column in exploration.Parameters.Concat(exploration.Metrics)) Write(json, column);
        json.WriteEndArray();
        json.WriteNumber("bestPoint", _summary.Best?.Point ?? -1);
        json.WriteNumber("metric", exploration.Deciding is null ? -1 : exploration.Parameters.Count);
        WriteNumbers(json, "best", exploration.Best.Select(ChartJson.Rounded));
        json.WriteStartArray("boxes");
        foreach (var (name, point, box) in exploration.Boxes)
        {
            json.WriteStartObject();
            json.WriteString("name", Text(name));
            json.WriteNumber("point", point);
            WriteNumbers(json, "box", ((double[])[box.Low, box.LowerQuartile, box.Median, box.UpperQuartile, box.High]).Select(ChartJson.Rounded));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        json.WriteStartArray("surfaces");
        foreach (var surface in exploration.Surfaces)
        {
            json.WriteStartObject();
            json.WriteNumber("x", exploration.Parameters.Index().First(p => p.Item == surface.X).Index);
            json.WriteNumber("y", exploration.Parameters.Index().First(p => p.Item == surface.Y).Index);
            WriteNumbers(json, "across", surface.Values.X.Select(ChartJson.Rounded));
            WriteNumbers(json, "up", surface.Values.Y.Select(ChartJson.Rounded));
            WriteNumbers(json, "values", surface.Values.Values.SelectMany(row => row).Select(ChartJson.Rounded));
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (portable) return;
        var times = exploration.Times();
        WriteNumbers(json, "start", times.Select(t => Math.Round(t?.Start ?? double.NaN)));
        WriteNumbers(json, "end", times.Select(t => Math.Round(t?.End ?? double.NaN, 1)));
        WriteNumbers(json, "lane", times.Select(t => t?.Lane ?? double.NaN));
    }

    private void Write(Utf8JsonWriter json, ChartColumn column)
    {
        json.WriteStartObject();
        json.WriteString("name", Text(column.Name));
        json.WriteString("label", Text(column.Axis.Label));
        json.WriteString("scale", ChartJson.Scale(column.Axis.Kind));
        json.WriteBoolean("isPercent", column.Axis.Style == NumberStyle.Percent);
        json.WriteBoolean("isMeasured", column.IsMeasured);
        json.WriteNumber("distinct", column.Distinct);
        if (column.Axis.At.Count > 0) WriteNumbers(json, "at", column.Axis.At);
        if (column.Words.Count > 0) WriteTexts(json, "words", column.Words.Select(Text));
        WriteNumbers(json, "values", column.IsMeasured ? column.Values.Select(ChartJson.Rounded) : column.Values);
        json.WriteEndObject();
    }

    private void WriteLogs(Utf8JsonWriter json)
    {
        json.WriteBoolean("hasLogs", !_summary.IsOfNetworks);
        json.WriteStartObject("logs");
        foreach (var (number, text) in report.Logs) json.WriteString(number.ToString(CultureInfo.InvariantCulture), portable ? PortableText.Of(text) : text);
        json.WriteEndObject();
    }

    private void WriteCurves(Utf8JsonWriter json)
    {
        json.WriteStartArray("curves");
        foreach (var curve in report.Curves)
        {
            json.WriteStartObject();
            json.WriteString("metric", Text(Wording.Metric(curve.Metric)));
            json.WriteBoolean("isPercent", curve.IsPercent);
            json.WriteStartObject("trials");
            foreach (var (number, points) in curve.Trials)
            {
                json.WriteStartArray(number.ToString(CultureInfo.InvariantCulture));
                foreach (var (step, value) in points)
                {
                    json.WriteNumberValue(step);
                    ChartJson.Write(json, ChartJson.Rounded(value));
                }
                json.WriteEndArray();
            }
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<double> values)
    {
        json.WriteStartArray(name);
        foreach (var value in values) ChartJson.Write(json, value);
        json.WriteEndArray();
    }

    private static void WriteTexts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static string Number(TrialRecord trial) => trial.Number.ToString(CultureInfo.InvariantCulture);

    private string Text(string text) => Printable.Line((portable ? PortableText.Of(text) : text).ReplaceLineEndings(" "));
}
