using System.Globalization;
using CsvHelper;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>A CSV file with a header, read row by row; every error names the file, and the row and column where there is one.</summary>
internal sealed class CsvTable : IDisposable
{
    private static readonly CsvReaderOptions Options = new()
    {
        Separator = ',',
        TrimWhitespace = true,
        TrackLineNumbers = true,
        MalformedData = CsvMalformedDataHandling.Throw,
    };

    private readonly string _path;
    private readonly CsvReader _csv;

    private CsvTable(string path)
    {
        _path = path;
        _csv = CsvReader.FromFile(path, Options);
    }

    /// <summary>Reads a file's header, gives the table to <paramref name="read"/>, and closes it.</summary>
    /// <exception cref="UserErrorException">The file cannot be read, is empty, or is no well-formed CSV.</exception>
    public static T Read<T>(string path, Func<CsvTable, T> read)
    {
        try
        {
            using var table = new CsvTable(path);
            table._csv.ReadHeader();
            if (table._csv.Headers.Count == 0) throw table.Error("empty; expected a header and one row per example");
            return read(table);
        }
        catch (CsvFormatException e)
        {
            throw new UserErrorException(
                string.Create(CultureInfo.InvariantCulture, $"{path}: row {e.LineNumber}: not well-formed CSV: {e.Message}"), e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Goes to the next row.</summary>
    public bool Next() => _csv.Read();

    /// <summary>The place of the one column of that name.</summary>
    public int Column(string name)
    {
        string[] header = [.. _csv.Headers];
        var found = Array.FindAll(header, h => h == name).Length;
        if (found == 1) return Array.IndexOf(header, name);
        throw found > 1
            ? Error($"the header has {found} columns named `{name}`; expected one")
            : Error($"no column `{name}`; the header has {string.Join(", ", header)}{Spelling.Hint(name, header)}");
    }

    /// <summary>A finite number of this row.</summary>
    public double Number(int column)
    {
        var text = Text(column);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? number
            : throw Error(column, $"`{text}` is not a finite number; expected one such as -0.158986");
    }

    /// <summary>A field of this row.</summary>
    public string Text(int column) => column < _csv.FieldCount
        ? _csv.GetString(column)
        : throw Error(column, $"the row ends before this column, after {_csv.FieldCount} fields; expected {_csv.Headers.Count}");

    /// <summary>What is wrong with the file.</summary>
    public UserErrorException Error(string problem) => new($"{_path}: {problem}");

    /// <summary>What is wrong with a field of this row.</summary>
    public UserErrorException Error(int column, string problem) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{_path}: row {_csv.LineNumber}, column {_csv.Headers[column]}: {problem}"));

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();
}
