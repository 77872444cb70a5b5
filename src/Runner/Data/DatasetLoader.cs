using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>Turns what an experiment names into data: made here, or read from a file.</summary>
public static class DatasetLoader
{
    /// <summary>Loads a dataset.</summary>
    /// <param name="source">What the experiment file names.</param>
    /// <param name="dataFolder">Where built-in names that need a file look for it: <c>$GOALKEEPER_DATA</c>, or <c>data/</c>.</param>
    /// <exception cref="UserErrorException">The file is missing or does not hold such data; the message says where and what to do.</exception>
    public static Dataset Load(DatasetSource source, string dataFolder) => source switch
    {
        BuiltInSource { BuiltInName: var name } when Generate(name) is { } generated => generated,
        BuiltInSource { BuiltInName: "football" } => Football(source.At, dataFolder),
        BuiltInSource { BuiltInName: "cats" } => Cats(source, dataFolder),
        CsvSource csv => Csv(csv),
        NpySource npy => Npy(npy),
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
        return new CsvData(path, ["x1", "x2"], "y").Read("football", new SplitColumn("split", at));
    }

    private static Dataset Cats(DatasetSource cats, string dataFolder)
    {
        var at = cats.At;
        var path = Path.Combine(dataFolder, "cats.npz");
        if (!File.Exists(path))
        {
            throw new ExperimentException(
                at,
                $"{path} is missing: the cat pictures are a third party's and not part of Goalkeeper. README.md "
                + "(\"The cat pictures\") shows the few lines of Python that make cats.npz; put it there, or set GOALKEEPER_DATA to its folder");
        }
        return new NpyData(new NpySource("cats", path, Split("train"), null, Split("test"), Array("classes"), cats.Scale, at)).Read();

        NpySplit Split(string name) => new(Array(name + "_x"), Array(name + "_y"));
        Located<string> Array(string name) => new(name, at);
    }

    private static Dataset Npy(NpySource source)
    {
        if (!Path.Exists(source.FullPath))
        {
            throw new ExperimentException(
                source.At,
                $"no such file: {source.FullPath}; expected an .npz file or a folder of .npy files, its path relative to the experiment "
                + "file");
        }
        return new NpyData(source).Read();
    }

    private static Dataset Csv(CsvSource source)
    {
        if (!File.Exists(source.FullPath))
            throw new ExperimentException(source.Path.At, $"no such file: {source.FullPath}; expected a CSV file, its path relative to the experiment file");
        return new CsvData(source.FullPath, [.. source.Features.Select(f => f.Value)], source.Label.Value).Read(source.Name, source.Split);
    }
}
