using System.Globalization;
using CsvHelper;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>
/// A table in a text file: a header, and rows as long as it, their fields parted by commas, semicolons, tabs or bars. It is read row by row;
/// every error names the file, and the line and column where there is one.
/// </summary>
internal sealed class CsvTable : IDisposable
{
    private const long LargestSize = 256 << 20;
    private const int MostShown = 20;
    private const string OneSeparator = "expected one separator in all of the file";

    private static readonly CsvReaderOptions Options = new()
    {
        TrimWhitespace = true,
        TrackLineNumbers = true,
        DetectSeparatorHint = true,
        MalformedData = CsvMalformedDataHandling.Throw,
        MaxRecordSize = 16 << 20,
    };

    private static readonly Dictionary<char, string> Separators = new() { [','] = "commas", [';'] = "semicolons", ['\t'] = "tabs", ['|'] = "bars" };

    // As pandas and R write them, and read them.
    private static readonly HashSet<string> Missing = new(["", "NA", "N/A", "NaN", "null"], StringComparer.OrdinalIgnoreCase);

    // A pipe may never have a writer, a network disk never answer.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly string _path;
    private readonly CsvReader _csv;
    private readonly CsvNumbers _numbers = new();
    private readonly ILookup<string, int> _columns;
    private bool _isPartedAlike;

    private CsvTable(string path)
    {
        _path = path;
        _csv = Task.Run(() => CsvReader.FromFile(path, Options)).WaitAsync(Patience).GetAwaiter().GetResult();
        try
        {
            _csv.ReadHeader();
            Names = [.. _csv.Headers.Select(name => name.Trim())];
            _columns = Enumerable.Range(0, Names.Count).ToLookup(column => Names[column]);
            CheckHeader();
        }
        catch
        {
            _csv.Dispose();
            throw;
        }
    }

    /// <summary>The header.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The line that this row starts in.</summary>
    public int Line => checked((int)_csv.LineNumber);

    /// <summary>Reads a file's header, gives the table to <paramref name="read"/>, and closes it.</summary>
    /// <exception cref="UserErrorException">The file cannot be read, is empty, or is no table.</exception>
    public static T Read<T>(string path, Func<CsvTable, T> read)
    {
        try
        {
            using var table = new CsvTable(path);
            return read(table);
        }
        catch (CsvFormatException e)
        {
            throw new UserErrorException(
                string.Create(CultureInfo.InvariantCulture, $"{path}: line {e.LineNumber}: not well-formed CSV: {e.Message}"), e);
        }
        catch (TimeoutException e)
        {
            throw new UserErrorException(
                $"{path}: could not be opened within {Patience.TotalSeconds} seconds; expected a CSV file, not a pipe without a writer", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Goes to the next row; blank lines are none.</summary>
    public bool Next()
    {
        if (!_csv.Read()) return _numbers.Fault() is { } fault ? throw Error(fault) : false;
        if (_csv.FieldCount != Names.Count) throw WrongLength();
        if (!_isPartedAlike) CheckSeparators();
        if (_csv.ByteOffset > LargestSize)
            throw Error($"larger than {LargestSize >> 20} MB; expected a smaller file: all of it has to fit into memory several times");
        return true;
    }

    /// <summary>The place of the one column of that name.</summary>
    public int Column(string name)
    {
        int[] places = [.. _columns[name]];
        if (places is [var place]) return place;
        foreach (var (names, other) in OtherParts())
        {
            if (places.Length == 0 && names.Split(other).Contains(name))
                throw Error($"line 1: `{names}` is parted by {Separators[other]}, and the other names by {Separators[_csv.Separator]}; {OneSeparator}");
        }
        throw Error(places.Length == 0
            ? $"no column `{name}`; the header has {Shown(Names)}{Spelling.Hint(name, Names)}"
            : string.Create(CultureInfo.InvariantCulture, $"the header has {places.Length} columns named `{name}`; expected one"));
    }

    /// <summary>A finite number of this row.</summary>
    public double Number(int column)
    {
        if (NumberFault(column) is { } fault) throw Error(column, $"{fault.Problem}; expected {fault.Expected}");
        TryNumber(column, out var number);
        return number;
    }

    /// <summary>Why a field of this row is no finite number; null: it is one.</summary>
    public (string Problem, string Expected)? NumberFault(int column)
    {
        if (TryNumber(column, out var number) && double.IsFinite(number)) return null;
        var text = Text(column);
        return CsvNumbers.IsFormatted(text)
            ? ($"`{text}` is not written as a number", "one such as -1234.5, in plain digits, without a unit and with nothing between thousands")
            : ($"`{text}` is not a finite number", "one such as -0.158986");
    }

    /// <summary>A number of this row, perhaps infinite; false: the field is none.</summary>
    public bool TryNumber(int column, out double number) => _numbers.TryRead(Text(column), () => Where(column), out number);

    /// <summary>A field of this row.</summary>
    public string Text(int column) => Readable(_csv.GetString(column)) is { } text
        ? text
        : throw Error(column, "not a text in UTF-8; expected a CSV file, saved as UTF-8");

    /// <summary>Whether a field of this row is empty, or says that its value is missing.</summary>
    public bool IsMissing(int column) => Missing.Contains(Text(column));

    /// <summary>What is wrong with the file.</summary>
    public UserErrorException Error(string problem) => new($"{_path}: {problem}");

    /// <summary>What is wrong with a field of this row.</summary>
    public UserErrorException Error(int column, string problem) => Error($"{Where(column)}: {problem}");

    /// <summary>The place of a field of this row.</summary>
    public string Where(int column) => string.Create(CultureInfo.InvariantCulture, $"line {_csv.LineNumber}, column {Names[column]}");

    /// <inheritdoc/>
    public void Dispose() => _csv.Dispose();

    private static string? Readable(string text) => text.AsSpan().ContainsAny('\0', '\uFFFD') ? null : text.Trim();

    private static string Shown(IReadOnlyList<string> names) => string.Join(", ", names.Take(MostShown))
        + (names.Count > MostShown ? FormattableString.Invariant($" and {names.Count - MostShown} more") : "");

    private void CheckHeader()
    {
        if (Names.Count == 0) throw Error("empty; expected a header and one row per example");
        if (Names.Any(name => Readable(name) is null)) throw Error("not a text in UTF-8; expected a CSV file, saved as UTF-8");
        double[] numbers = [.. Names.Select(name => double.TryParse(name, NumberStyles.Float, CultureInfo.InvariantCulture, out var n) ? n : double.NaN)];
        // pandas calls columns that have no names 0, 1, 2, ….
        if (numbers.All(double.IsFinite) && (numbers[0] is not (0 or 1) || numbers.Index().Any(n => n.Item != numbers[0] + n.Index)))
            throw Error($"line 1 is numbers alone ({Shown(Names)}); expected a header with the columns' names");
    }

    /// <summary>A name and the first field below it that are parted alike, by something else than the others, are several.</summary>
    private void CheckSeparators()
    {
        _isPartedAlike = true;
        foreach (var (name, other) in OtherParts())
        {
            var field = Text(_columns[name].First());
            string[] names = name.Split(other), fields = field.Split(other);
            // "City, country" is one name.
            if (names.Length != fields.Length || names.Concat(fields).Any(part => part.Length == 0 || part != part.Trim())) continue;
            throw Error(
                $"line {Line.ToString(CultureInfo.InvariantCulture)}: `{field}` below `{name}` is parted by {Separators[other]}, and the other "
                + $"fields by {Separators[_csv.Separator]}; {OneSeparator}");
        }
    }

    /// <summary>The names that have another separator in them than the file's.</summary>
    private IEnumerable<(string Name, char Other)> OtherParts() =>
        from name in Names.Distinct()
        from other in Separators.Keys
        where other != _csv.Separator && name.Contains(other, StringComparison.Ordinal)
        select (name, other);

    private UserErrorException WrongLength()
    {
        var where = string.Create(CultureInfo.InvariantCulture, $"line {_csv.LineNumber}");
        var (fields, separator) = (_csv.FieldCount, _csv.Separator);
        var hint = fields > Names.Count && separator == ','
            ? "; numbers with decimal commas need quotes, or semicolons between the fields"
            : "";
        return Error(string.Create(
            CultureInfo.InvariantCulture,
            $"{where}: {fields} {(fields == 1 ? "field" : "fields")}, parted by {Separators[separator]}, and the header has {Names.Count}; expected as many{hint}"));
    }
}
