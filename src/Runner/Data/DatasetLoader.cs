using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>Turns what an experiment names into data: made here, or read from a file.</summary>
internal static class DatasetLoader
{
    private const double LeastDifference = 1e-150;

    /// <summary>Loads a dataset.</summary>
    /// <param name="source">What the experiment file names.</param>
    /// <param name="dataFolder">Where built-in names that need a file look for it: <c>$GOALKEEPER_DATA</c>, or <c>data/</c>.</param>
    /// <exception cref="UserErrorException">The file is missing or does not hold such data; the message says where and what to do.</exception>
    public static Dataset Load(DatasetSource source, string dataFolder)
    {
        var dataset = Read(source, dataFolder);
        if (source.Standardizes) RefuseTooSmall(source, dataset);
        foreach (var (i, feature) in source.Preprocessing.Fit(dataset.Train).Features.Index())
        {
            if (double.IsFinite(feature.Mean) && double.IsFinite(feature.Deviation) && (double.IsFinite(feature.Fill) || source.Missing != MissingValues.Mean))
                continue;
            throw new ExperimentException(source.At, double.IsNaN(feature.Fill) && source.Missing == MissingValues.Mean
                ? $"{Name(dataset, i)} has no value in any train example; expected one, or the column left out of the features"
                : $"the mean and deviation of {Name(dataset, i)} are not finite: its numbers are too large; expected numbers far below 1e150");
        }
        return dataset;
    }

    // The squares of such differences are 0, or have lost their digits: the feature would stay as it is.
    private static void RefuseTooSmall(DatasetSource source, Dataset dataset)
    {
        var train = dataset.Train;
        foreach (var (i, feature) in source.Preprocessing.Fit(train).Features.Index())
        {
            var largest = 0.0;
            for (var at = i; at < train.Features.Length; at += train.FeatureCount)
            {
                var difference = Math.Abs(train.Features[at] - feature.Mean);
                if (difference > largest) largest = difference;
            }
            if (largest is > 0 and < LeastDifference)
            {
                throw new ExperimentException(
                    source.At,
                    $"the deviation of {Name(dataset, i)} is too small to divide by: its numbers differ by less than 1e-150; expected larger numbers, "
                    + "as in another unit");
            }
        }
    }

    private static string Name(Dataset dataset, int feature) =>
        dataset.FeatureNames.Count > 0 ? dataset.FeatureNames[feature] : FormattableString.Invariant($"feature {feature + 1}");

    private static Dataset Read(DatasetSource source, string dataFolder) => source switch
    {
        BuiltInSource { BuiltInName: var name } when Generate(name) is { } generated => generated,
        BuiltInSource { BuiltInName: "football" } => Football(source.At, dataFolder),
        BuiltInSource { BuiltInName: "cats" } => Cats(source, dataFolder),
        CsvSource csv => Csv(csv),
        ArraySource arrays => Arrays(arrays),
        _ => throw new ArgumentException($"Unknown source {source}.", nameof(source)),
    };

    /// <summary>The built-in data of that name that need no file, or null: there are none.</summary>
    /// <param name="name">circles, flower or pitch.</param>
    public static Dataset? Generate(string name) => name switch
    {
        "circles" => GeneratedDatasets.Circles(),
        "flower" => GeneratedDatasets.Flower(),
        "pitch" => GeneratedDatasets.Pitch(),
        _ => null,
    };

    private static Dataset Football(SourceLocation at, string dataFolder)
    {
        var path = Path.Combine(dataFolder, "football.csv");
        if (!File.Exists(path))
        {
            throw new ExperimentException(
                at,
                $"{path} is missing: the football data are a third party's and not part of Goalkeeper. README.md (\"The football data\") shows the few "
                + "lines of Python that make football.csv; put it there, or set GOALKEEPER_DATA to its folder. experiments/regularization.yaml needs no file");
        }
        Located<string> Name(string name) => new(name, at);
        var source = new CsvSource(Name(path), path, [Name("x1"), Name("x2")], Name("y"), new SplitColumn("split", at), at);
        return new CsvData(source).Read() with { Name = "football" };
    }

    // The course's own two files, or one .npz of the same arrays.
    private static Dataset Cats(DatasetSource cats, string dataFolder)
    {
        var at = cats.At;
        var npz = Path.Combine(dataFolder, "cats.npz");
        string Hdf5(string split) => Path.Combine(dataFolder, $"{split}_catvnoncat.h5");
        if (File.Exists(npz)) return Of(split => new(Name(split + "_x"), Name(split + "_y"), npz), "classes");
        if (File.Exists(Hdf5("train")) && File.Exists(Hdf5("test")))
            return Of(split => new(Name(split + "_set_x"), Name(split + "_set_y"), Hdf5(split)), "list_classes");
        throw new ExperimentException(
            at,
            $"{Hdf5("train")} is missing: the cat pictures are a third party's and not part of Goalkeeper. Put the course's "
            + "train_catvnoncat.h5 and test_catvnoncat.h5 there, or set GOALKEEPER_DATA to their folder");

        Dataset Of(Func<string, ArraySplit> arrays, string classes) =>
            new ArrayData(new ArraySource("cats", arrays("train"), null, arrays("test"), Name(classes), cats.Scale, at)).Read();
        Located<string> Name(string name) => new(name, at);
    }

    private static Dataset Arrays(ArraySource source)
    {
        foreach (var split in new[] { source.Train, source.Dev, source.Test })
        {
            if (split is not null && !Path.Exists(split.FullPath))
            {
                throw new ExperimentException(
                    source.At,
                    $"no such file: {split.FullPath}; expected an .npz file, a folder of .npy files or an .h5 file, its path relative to the "
                    + "experiment file");
            }
        }
        return new ArrayData(source).Read();
    }

    private static Dataset Csv(CsvSource source)
    {
        if (!File.Exists(source.FullPath))
            throw new ExperimentException(source.Path.At, $"no such file: {source.FullPath}; expected a CSV file, its path relative to the experiment file");
        return new CsvData(source).Read();
    }
}
