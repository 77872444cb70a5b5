using System.Globalization;
using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>What is wrong with the fields of a table, told all together: the first of them by their places, then how many more.</summary>
internal sealed class CsvFaults(CsvTable csv)
{
    private const int MostShown = 5;

    private readonly List<string> _shown = [];
    private readonly List<string> _expected = [];
    private int _count;

    /// <summary>Takes a field of this row.</summary>
    public void Add(int column, string problem, string expected)
    {
        if (++_count > MostShown) return;
        _shown.Add($"{csv.Where(column)}: {problem}");
        if (!_expected.Contains(expected)) _expected.Add(expected);
    }

    /// <exception cref="UserErrorException">Something is wrong.</exception>
    public void Throw()
    {
        if (_count == 0) return;
        var more = _count > MostShown ? string.Create(CultureInfo.InvariantCulture, $"; and {_count - MostShown} more") : "";
        throw csv.Error($"{string.Join("; ", _shown)}{more}; expected {string.Join("; ", _expected)}");
    }
}
