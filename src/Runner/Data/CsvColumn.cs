using System.Globalization;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>
/// A feature column of a table: numbers, or words, each of which is a feature of its own. Never both: one slip of the pen would make a
/// thousand numbers a thousand words.
/// </summary>
internal sealed class CsvColumn(CsvTable csv, int column)
{
    /// <summary>A column of more words is no category but a name, a date or a text.</summary>
    public const int MostCategories = 256;

    // As others write them. They are words all the same: a column of answers may well have `none` or `unknown`.
    private static readonly HashSet<string> MeantAsMissing = new(
        ["?", "??", "-", "--", "---", "–", "—", ".", "..", "*", "<NA>", "#N/A", "#NA", "#NULL!", "#VALUE!", "#DIV/0!", "N.A.", "NaT", "nil", "none",
            "missing", "unknown", "undefined", "(null)", "\\N"],
        StringComparer.OrdinalIgnoreCase);

    // Of each row the number, or the word's place in _words; NaN: missing.
    private readonly List<double> _values = [];
    private readonly List<string> _words = [];
    private readonly Dictionary<string, int> _places = [];
    private int _firstWord;
    private bool _hasNumbers;

    /// <summary>Takes the value of this row.</summary>
    /// <exception cref="UserErrorException">It does not go with those before it.</exception>
    public void Read() => _values.Add(csv.IsMissing(column) ? double.NaN : csv.TryNumber(column, out _) ? Number() : Word());

    /// <summary>The column, its words in ordinal order.</summary>
    public FeatureColumn ToFeatures() => new(csv.Names[column], [.. _words.Order(StringComparer.Ordinal)]);

    /// <summary>The features of one row.</summary>
    /// <param name="row">The row, from 0.</param>
    /// <param name="features">What <see cref="ToFeatures"/> gave.</param>
    public IEnumerable<double> Of(int row, FeatureColumn features) => _words.Count == 0 || double.IsNaN(_values[row])
        ? Enumerable.Repeat(_values[row], features.Width)
        : features.Of(_words[(int)_values[row]]);

    private double Number()
    {
        if (_words.Count > 0)
        {
            throw csv.Error(string.Create(
                CultureInfo.InvariantCulture,
                $"line {_firstWord}, column {csv.Names[column]}: `{_words[0]}` is not a number, and line {csv.Line} has one; expected numbers alone, or words alone{Remedy(_words[0])}"));
        }
        _hasNumbers = true;
        return Finite();
    }

    private double Finite() => csv.NumberFault(column) is { } fault
        ? throw csv.Error(column, $"{fault.Problem}; expected {fault.Expected}{Remedy(csv.Text(column))}")
        : csv.Number(column);

    /// <summary>What to do about a text that stands for no value, as other programs write it; empty: it does not.</summary>
    private static string Remedy(string text) => MeantAsMissing.Contains(text)
        ? $"; where `{text}` means that the value is missing, leave the field empty, and write `missing: mean` or `missing: drop` under dataset"
        : "";

    private double Word()
    {
        var word = csv.Text(column);
        // Finite says what is wrong with it.
        if (_hasNumbers || CsvNumbers.IsFormatted(word)) return Finite();
        if (_places.TryGetValue(word, out var place)) return place;
        if (_words.Count == 0) _firstWord = csv.Line;
        if (_words.Count == MostCategories)
        {
            throw csv.Error(column, string.Create(
                CultureInfo.InvariantCulture,
                $"`{word}` is one word more than the {MostCategories} that a column may have; expected categories, or the column left out of the features"));
        }
        _places.Add(word, _words.Count);
        _words.Add(word);
        return _words.Count - 1;
    }
}
