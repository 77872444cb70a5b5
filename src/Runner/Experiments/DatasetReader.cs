using Goalkeeper.Store;

namespace Goalkeeper.Runner;

/// <summary>Reads what stands under <c>dataset</c>.</summary>
internal static class DatasetReader
{
    private const string CsvExample = "{csv: path, features: [x1, x2], label: y, split: split}";
    private static readonly string[] CsvKeys = ["csv", "features", "drop", "label", "positive", "split", "missing", "standardize"];
    private static readonly string[] ArrayFileKeys = ["npz", "hdf5"];
    private static readonly string[] Splits = ["train", "dev", "test"];
    private static readonly string[] ArrayKeys = ["x", "y"];
    private static readonly string[] ShareKeys = [.. SplitName.Dev, "test", "seed", "stratify"];

    private static readonly string BuiltInExpected = $"a built-in name ({string.Join(", ", BuiltInSource.Names)}), {CsvExample} or {ArrayExample("npz")}";

    public static DatasetSource Read(YamlValue value, string experimentPath) => value switch
    {
        YamlText text when BuiltInSource.Names.Contains(text.Text) => new BuiltInSource(text.Text, text.At),
        YamlText { IsNothing: false } text =>
            throw text.Unexpected("dataset", BuiltInExpected, Spelling.Hint(text.Text, BuiltInSource.Names)),
        YamlMap map when ArrayFileKeys.FirstOrDefault(key => map[key] is not null) is { } key =>
            Arrays(map.WithKeys(" of dataset", [key, .. Splits, "classes", "scale", "standardize"], []), key, experimentPath),
        YamlMap map => Csv(map.WithKeys(" of dataset", CsvKeys, []), experimentPath),
        _ => throw value.Unexpected("dataset", BuiltInExpected),
    };

    private static CsvSource Csv(YamlMap map, string experimentPath)
    {
        var path = Required(map, "csv", "the path of a CSV file", CsvExample);
        var label = Required(map, "label", "the name of the label column", CsvExample);
        var (features, drop) = (Columns(map, "features"), Columns(map, "drop"));
        if (features.Count > 0 && drop.Count > 0)
            throw new ExperimentException(map["drop"]!.At, "drop is of no use beside features; expected one of them");
        if (features.Concat(drop).FirstOrDefault(f => f.Value == label.Value) is { } both)
            throw new ExperimentException(both.At, $"`{both.Value}` is the label too; expected {(drop.Count > 0 ? "other" : "feature")} columns");
        var split = map["split"] is { } value ? Split(value) : null;
        if (split is SplitColumn column && (column.Column == label.Value || features.Any(f => f.Value == column.Column)))
        {
            throw new ExperimentException(
                split.At, $"`{column.Column}` is a feature or the label too; expected a column of train, dev and test");
        }
        return new CsvSource(path, FullPath(path.Value, experimentPath), features, label, split, map.At)
        {
            Drop = drop,
            Positive = map["positive"] is null ? null : Required(map, "positive", "the value of the label that stands for 1", CsvExample),
            Missing = Missing(map),
            Standardizes = Flag(map, "standardize"),
        };
    }

    private static string ArrayExample(string key) => $"{{{key}: path, train: {{x: train_x, y: train_y}}, scale: 1/255}}";

    private static ArraySource Arrays(YamlMap map, string key, string experimentPath)
    {
        var (example, path) = (ArrayExample(key), map[key]!);
        var train = Split("train") ?? throw new ExperimentException(map.At, $"dataset has no train; expected {example}");
        return new ArraySource(
            Path.GetFileName(Path.TrimEndingDirectorySeparator(PathOf("train"))),
            train,
            Split("dev"),
            Split("test"),
            map["classes"] is null ? null : Required(map, "classes", "the name of an array of two texts", example),
            map["scale"] is { } scale ? Scale(scale) : Runner.Scale.One,
            path.At)
        {
            Standardizes = Flag(map, "standardize"),
        };

        ArraySplit? Split(string split)
        {
            if (map[split] is not { } value) return null;
            if (value is not YamlMap arrays) throw value.Unexpected(split, $"names of two arrays, such as {{x: {split}_x, y: {split}_y}}");
            arrays.WithKeys($" of {split}", ArrayKeys, []);
            return new ArraySplit(Name("x"), Name("y"), FullPath(PathOf(split), experimentPath));

            Located<string> Name(string name) => Required(arrays, name, "the name of an array", example);
        }

        // One file for all splits, or one for each, as the course has them.
        string PathOf(string split) => path is YamlMap files
            ? Required(files.WithKeys($" of {key}", Splits, []), split, "the path of a file", $"{{{key}: {{{split}: path}}}}").Value
            : Required(map, key, key == "npz" ? "the path of an .npz file, or of a folder of .npy files" : "the path of an .h5 file", example).Value;
    }

    /// <summary>A number, or a fraction of two: 1/255.</summary>
    private static Scale Scale(YamlValue value)
    {
        if (value is YamlText { IsPlain: true } text && text.Text.Split('/') is { Length: 1 or 2 } parts)
        {
            double?[] numbers = [.. parts.Select(part => new YamlText(part, true, text.At).Number)];
            if (numbers.All(n => n is not null and not 0)) return new Scale(numbers[0]!.Value, numbers.Length == 2 ? numbers[1]!.Value : 1);
        }
        throw value.Unexpected("scale", "a number or a fraction, such as 1/255, not 0");
    }

    private static string FullPath(string path, string experimentPath) =>
        Path.GetFullPath(path, Path.GetDirectoryName(Path.GetFullPath(experimentPath)) ?? ".");

    private static Located<string> Required(YamlMap map, string key, string expected, string example) => map[key] switch
    {
        null => throw new ExperimentException(map.At, $"dataset has no {key}; expected {example}"),
        YamlText { Text.Length: > 0 } text => new Located<string>(text.Text, text.At),
        var other => throw other.Unexpected(key, expected),
    };

    private static List<Located<string>> Columns(YamlMap map, string key)
    {
        const string expected = "a list of column names, such as [x1, x2]";
        if (map[key] is not { } value) return [];
        if (value is not YamlList { Items.Count: > 0 } list) throw value.Unexpected(key, expected);
        var columns = new List<Located<string>>();
        var seen = new HashSet<string>();
        foreach (var item in list.Items)
        {
            // "" is a column without a name, as pandas writes row numbers.
            if (item is not YamlText { IsNothing: false } text) throw item.Unexpected($"an item of {key}", expected);
            if (!seen.Add(text.Text)) throw new ExperimentException(text.At, $"{key} has `{text.Text}` twice");
            columns.Add(new Located<string>(text.Text, text.At));
        }
        return columns;
    }

    private static MissingValues Missing(YamlMap map) => map["missing"] switch
    {
        null or YamlText { Text: "error" } => MissingValues.Error,
        YamlText { Text: "mean" } => MissingValues.Mean,
        YamlText { Text: "drop" } => MissingValues.Drop,
        var other => throw other.Unexpected("missing", "error, mean or drop"),
    };

    private static bool Flag(YamlMap map, string key) => map[key] switch
    {
        null => false,
        YamlText { IsPlain: true, Text: "true" or "True" or "TRUE" } => true,
        YamlText { IsPlain: true, Text: "false" or "False" or "FALSE" } => false,
        var other => throw other.Unexpected(key, "true or false"),
    };

    private static CsvSplit Split(YamlValue value)
    {
        const string expected = "the name of a column, or shares such as {dev: 0.2, test: 0.2, seed: 1}";
        if (value is YamlText { IsNothing: false } column) return new SplitColumn(column.Text, column.At);
        if (value is not YamlMap { Entries.Count: > 0 } map) throw value.Unexpected("split", expected);
        if (map.Except(ShareKeys).FirstOrDefault(e => e.Key.Text == "train").Key is { } train)
            throw new ExperimentException(train.At, "`train` of split is not needed: train gets the rows that dev and test leave; expected the other shares alone");
        map.WithKeys(" of split", ShareKeys, []);
        if (map.Entries.Where(e => SplitName.Dev.Contains(e.Key.Text)).ElementAtOrDefault(1).Key is { } second)
            throw new ExperimentException(second.At, $"`{second.Text}` is another name of dev, which stands here already; expected one");
        var (dev, test) = (Share(map, SplitName.Dev.FirstOrDefault(name => map[name] is not null) ?? "dev"), Share(map, "test"));
        if (dev + test >= 1) throw new ExperimentException(map.At, "dev and test leave nothing to train on; expected a sum below 1");
        var seed = map["seed"] is { } given ? ObjectiveSpace.Network.Find("seed")!.Read(given).Number : 1;
        return new SplitShares(dev, test, (uint)seed, Flag(map, "stratify"), map.At);
    }

    private static double Share(YamlMap map, string key) => map[key] switch
    {
        null => 0,
        YamlText { Number: >= 0 and < 1 } text => text.Number.Value,
        var other => throw other.Unexpected(key, "a share, at least 0 and below 1"),
    };
}
