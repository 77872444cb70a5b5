using System.Globalization;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>Rows or pictures that nobody has labelled yet, read as a stored dataset's examples were.</summary>
/// <param name="dataset">What the network was trained on.</param>
/// <param name="scale">What its features were multiplied by; the new ones are too.</param>
/// <param name="fillsMissing">Whether the network was trained with something that stands for missing values.</param>
internal sealed class NewExamples(StoredDataset dataset, Scale scale, bool fillsMissing = false)
{
    private const int MostShown = 20;

    // A dataset of an older Goalkeeper has no columns: each feature is one.
    private readonly IReadOnlyList<FeatureColumn> _columns = dataset.Columns.Count > 0
        ? StoredData.Of(dataset).Columns
        : [.. dataset.FeatureNames.Select(name => new FeatureColumn(name, []))];

    /// <summary>Reads them.</summary>
    /// <param name="path">
    /// A CSV file whose header has every feature by name, where other columns do not matter; NumPy's .npy, .npz or folder of .npy, or HDF5's .h5,
    /// with the shape of an example, or with that of many after their number.
    /// </param>
    /// <param name="array">Which array of a file of several, or null for the only one that fits.</param>
    /// <returns>The features, with labels of 0 that mean nothing.</returns>
    /// <exception cref="UserErrorException">The file is missing or does not hold such examples; the message says where.</exception>
    public Examples Read(string path, string? array = null)
    {
        if (!Path.Exists(path)) throw new UserErrorException($"no such file: {path}; expected {Expected}");
        if (ArrayFormat.IsOne(path)) return ReadArrays(path, array);
        if (array is not null) throw new UserErrorException($"{path}: has no arrays to choose from; --array is for .npz and .h5 files");
        if (Path.GetExtension(path).Equals(".npy", StringComparison.OrdinalIgnoreCase)) return ReadArray(path);
        return dataset.FeatureNames.Count > 0 ? ReadCsv(path) : throw new UserErrorException($"{path}: expected {Expected}");
    }

    private string Expected => _columns.Count switch
    {
        0 => $".npy, .npz or .h5 with examples of the shape {NamedArray.ShapeOf(dataset.Shape)}",
        > 10 => FormattableString.Invariant($"a CSV file with the columns {_columns[0].Name} to {_columns[^1].Name}, or .npy, .npz or .h5"),
        _ => $"a CSV file with the columns {ShortList.Of(_columns.Select(c => c.Name))}, or .npy, .npz or .h5",
    };

    private Examples ReadCsv(string path) => CsvTable.Read(path, csv =>
    {
        var columns = _columns.Select(column => (Place: csv.Column(column.Name), Column: column)).ToList();
        var (features, faults) = (new List<double>(), new CsvFaults(csv));
        while (csv.Next()) features.AddRange(columns.SelectMany(c => Features(csv, c.Place, c.Column, faults)));
        faults.Throw();
        return features.Count > 0 ? Unlabelled([.. features]) : throw csv.Error("no rows below the header; expected one per example");
    });

    private IEnumerable<double> Features(CsvTable csv, int place, FeatureColumn column, CsvFaults faults)
    {
        if (csv.IsMissing(place))
        {
            if (!fillsMissing) faults.Add(place, "the value is missing", "one: only a network that was trained with `missing: mean` does without");
            return Enumerable.Repeat(double.NaN, column.Width);
        }
        if (column.Categories.Count == 0)
        {
            if (csv.NumberFault(place) is not { } fault) return [scale.Of(csv.Number(place))];
            faults.Add(place, fault.Problem, fault.Expected);
            return [double.NaN];
        }
        var word = csv.Text(place);
        if (!column.Categories.Contains(word))
        {
            var more = column.Categories.Count > MostShown ? FormattableString.Invariant($" and {column.Categories.Count - MostShown} more") : "";
            faults.Add(
                place,
                $"`{word}` is none of the words that the network was trained on",
                $"in column {column.Name} one of {string.Join(", ", column.Categories.Take(MostShown))}{more}");
        }
        return column.Of(word);
    }

    private Examples ReadArrays(string path, string? name)
    {
        using var file = ArrayFormat.Open(path);
        if (name is not null) return Of(file.Find(name));
        var arrays = file.Names.Select(n => (Name: n, Array: file.Find(n))).ToList();
        var fitting = arrays.Where(a => Fits(a.Array)).ToList();
        if (fitting is [var only]) return Of(only.Array);
        var there = arrays.Select(a => $"{a.Name} {a.Array.ShapeText}").DefaultIfEmpty("none");
        throw new UserErrorException(fitting.Count == 0
            ? $"{path}: no array has examples of the shape {NamedArray.ShapeOf(dataset.Shape)}; the arrays there are: {string.Join(", ", there)}"
            : $"{path}: several arrays fit: {string.Join(", ", fitting.Select(a => a.Name))}; say which with --array {fitting[0].Name}");
    }

    private Examples ReadArray(string path)
    {
        try
        {
            return Of(new NpyArray(() => File.OpenRead(path), new FileInfo(path).Length, path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new UserErrorException($"{path}: cannot be read: {e.Message}", e);
        }
    }

    private Examples Of(NamedArray array) => Fits(array)
        ? Unlabelled(ArrayData.Scaled(array, scale))
        : throw new UserErrorException(string.Create(
            CultureInfo.InvariantCulture,
            $"{array.Where}: its shape is {array.ShapeText}; expected {NamedArray.ShapeOf(dataset.Shape)} for one example, as the network was "
            + $"trained on, or several after their number"));

    private bool Fits(NamedArray array) =>
        array.Shape.SequenceEqual(dataset.Shape) || (array.Shape is [> 0, ..] && array.Shape.Skip(1).SequenceEqual(dataset.Shape));

    private Examples Unlabelled(double[] features) => new(features, new double[features.Length / dataset.Shape.Aggregate(1, (a, b) => a * b)]);
}
