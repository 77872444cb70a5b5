using System.Globalization;
using System.Text.Json;
using Goalkeeper.Report.Charts;
using Goalkeeper.Store;

namespace Goalkeeper.Report.Page;

/// <summary>A chart as the page's script reads it: its numbers and words, nothing of how it is drawn.</summary>
internal sealed class ChartJson(Utf8JsonWriter json)
{
    /// <summary>Digits of what was measured: more than a chart shows and a table rounds to.</summary>
    private const int Digits = 6;

    /// <summary>An object; null for a chart of which the drawn picture says all.</summary>
    public void Write(Chart chart)
    {
        if (chart is not (LineChart or HeatMap))
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        json.WriteString("title", Text(chart.Title));
        json.WriteString("subtitle", Text(chart.Subtitle));
        json.WriteString("description", Text(chart.Description));
        if (chart is LineChart lines) Write(lines);
        if (chart is HeatMap map) Write(map);
        json.WriteEndObject();
    }

    /// <summary>What the script calls a scale.</summary>
    public static string Scale(ScaleKind kind) => kind switch { ScaleKind.Log => "log", ScaleKind.LogWithZero => "logWithZero", _ => "linear" };

    /// <summary>A number, which JSON has only if it is finite.</summary>
    public static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else if (double.IsNaN(value)) json.WriteNullValue();
        else json.WriteStringValue(value > 0 ? "inf" : "-inf");
    }

    /// <summary>What was measured, to six digits.</summary>
    public static double Rounded(double value) => double.IsFinite(value)
        ? double.Parse(value.ToString($"E{Digits - 1}", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture)
        : value;

    private void Write(LineChart chart)
    {
        json.WriteString("kind", "lines");
        Write("x", chart.X);
        Write("y", chart.Y);
        json.WriteStartArray("series");
        foreach (var (index, series) in chart.Series.Index())
        {
            json.WriteStartObject();
            json.WriteString("name", Text(series.Name));
            json.WriteNumber("color", series.Color ?? index);
            json.WriteBoolean("hasMarkers", series.HasMarkers);
            json.WriteBoolean("isDashed", series.IsDashed);
            json.WriteBoolean("isConnected", series.IsConnected);
            json.WriteStartArray("points");
            foreach (var point in series.Points.Where(p => double.IsFinite(p.X)).OrderBy(p => p.X))
            {
                json.WriteStartArray();
                foreach (var number in (ReadOnlySpan<double>)(point.HasBand ? [point.X, Rounded(point.Y), Rounded(point.Lower), Rounded(point.Upper)] : [point.X, Rounded(point.Y)]))
                    Write(json, number);
                json.WriteEndArray();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        json.WriteEndArray();
        if (chart.Chosen is not { } chosen) return;
        json.WriteStartObject("chosen");
        json.WriteNumber("value", chosen.Value);
        json.WriteString("label", Text(chosen.Label));
        json.WriteEndObject();
    }

    private void Write(HeatMap map)
    {
        json.WriteString("kind", "heat");
        Write("value", map.Value);
        Write("rows", map.RowLabel, map.Rows);
        Write("columns", map.ColumnLabel, map.Columns);
        json.WriteStartArray("values");
        foreach (var value in map.Values.SelectMany(row => row)) Write(json, value);
        json.WriteEndArray();
        if (map.Chosen is not { } chosen) return;
        json.WriteStartArray("chosen");
        json.WriteNumberValue(chosen.Column);
        json.WriteNumberValue(chosen.Row);
        json.WriteEndArray();
    }

    private void Write(string name, string label, IReadOnlyList<string> texts)
    {
        json.WriteStartObject(name);
        json.WriteString("label", Text(label));
        json.WriteStartArray("texts");
        foreach (var text in texts) json.WriteStringValue(Text(text));
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private void Write(string name, Axis axis)
    {
        json.WriteStartObject(name);
        json.WriteString("label", Text(axis.Label));
        json.WriteString("scale", Scale(axis.Kind));
        json.WriteBoolean("isPercent", axis.Style == NumberStyle.Percent);
        if (axis.Min is { } min) json.WriteNumber("min", min);
        if (axis.Max is { } max) json.WriteNumber("max", max);
        json.WriteStartArray("at");
        foreach (var value in axis.At) Write(json, value);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static string Text(string text) => Printable.Line(text.ReplaceLineEndings(" "));
}
