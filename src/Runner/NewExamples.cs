using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>Rows that nobody has labelled yet, read as a stored dataset's features.</summary>
public static class NewExamples
{
    /// <summary>Reads them.</summary>
    /// <param name="path">A CSV file whose header has every feature by name; other columns do not matter.</param>
    /// <param name="featureNames">The features that the network was trained on, in its order.</param>
    /// <returns>The features, with labels of 0 that mean nothing.</returns>
    /// <exception cref="UserErrorException">The file is missing or does not hold such rows; the message says where and what to do.</exception>
    public static Examples Read(string path, IReadOnlyList<string> featureNames)
    {
        if (!File.Exists(path)) throw new UserErrorException($"no such file: {path}; expected new rows as CSV, with the columns {Names(featureNames)}");
        return Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".npy" or ".npz" => throw new UserErrorException($"{path}: NumPy's files are not supported yet; expected a CSV file"),
            _ => ReadCsv(path, featureNames),
        };
    }

    private static Examples ReadCsv(string path, IReadOnlyList<string> featureNames) => CsvTable.Read(path, csv =>
    {
        int[] columns = [.. featureNames.Select(csv.Column)];
        var features = new List<double>();
        while (csv.Next()) features.AddRange(columns.Select(csv.Number));
        return features.Count > 0
            ? new Examples([.. features], new double[features.Count / columns.Length])
            : throw csv.Error("no rows below the header; expected one per example");
    });

    private static string Names(IReadOnlyList<string> names) =>
        names.Count <= 10 ? string.Join(", ", names) : FormattableString.Invariant($"{names[0]}, {names[1]}, … {names[^1]}, {names.Count} of them");
}
