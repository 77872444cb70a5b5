using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Goalkeeper.Report;
using Goalkeeper.Store;

namespace Goalkeeper.Cli.Output;

/// <summary>
/// Rows as a JSON array of flat objects, one a line. JSON has no infinities: they are the strings inf and -inf; NaN is null.
/// </summary>
internal static class JsonRows
{
    // The text goes to programs and terminals, not into HTML: λ stays λ.
    private static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <inheritdoc cref="RowFormat.Write"/>
    public static void Write(TextWriter output, IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var keys = Distinct(columns);
        var line = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(line, Options);
        var separator = "[\n";
        foreach (var row in rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < keys.Count; i++) Write(json, keys[i], row[i]);
            json.WriteEndObject();
            json.Flush();
            output.Write(separator);
            output.Write(Printable.Line(Encoding.UTF8.GetString(line.WrittenSpan)));
            separator = ",\n";
            line.ResetWrittenCount();
            json.Reset();
        }
        output.Write(separator == "[\n" ? "[]\n" : "\n]\n");
    }

    private static void Write(Utf8JsonWriter json, string key, object? value)
    {
        switch (value)
        {
            case null or double.NaN:
                json.WriteNull(key);
                break;
            case long number:
                json.WriteNumber(key, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(key, number);
                break;
            default:
                json.WriteString(key, CsvRows.Text(value));
                break;
        }
    }

    // SQL allows two columns of one name, an object does not: a, a_2.
    private static List<string> Distinct(IReadOnlyList<string> columns)
    {
        var keys = new List<string>();
        foreach (var column in columns)
        {
            var key = column;
            for (var n = 2; keys.Contains(key); n++) key = string.Create(CultureInfo.InvariantCulture, $"{column}_{n}");
            keys.Add(key);
        }
        return keys;
    }
}
