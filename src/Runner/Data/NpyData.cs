using System.Globalization;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>Examples from NumPy arrays: features of any axes, the first one counting examples, and labels of 0 and 1.</summary>
internal sealed class NpyData(NpySource source)
{
    /// <exception cref="UserErrorException">The message names the file and the array.</exception>
    public Dataset Read()
    {
        using var archive = new NpyArchive(source.FullPath);
        var (train, shape) = Examples(archive, source.Train);
        IReadOnlyList<string> names = shape is [var count]
            ? [.. Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i}"))]
            : [];
        var dataset = new Dataset(source.Name, names, train, HeldOut(source.Dev), HeldOut(source.Test)) { Shape = shape };
        return source.Classes is { } classes ? dataset with { ClassNames = ClassNames(archive, classes.Value) } : dataset;

        Examples? HeldOut(NpySplit? split)
        {
            if (split is null) return null;
            var (examples, axes) = Examples(archive, split);
            return axes.SequenceEqual(shape)
                ? examples
                : throw new UserErrorException(
                    $"{archive.Where(split.Features.Value)}: an example has the shape {NpyArray.ShapeOf(axes)}, and one of "
                    + $"`{source.Train.Features.Value}` {NpyArray.ShapeOf(shape)}; expected the same: bring all pictures to one size");
        }
    }

    private (Examples Examples, int[] Shape) Examples(NpyArchive archive, NpySplit split)
    {
        var (x, y) = (archive.Read(split.Features.Value), archive.Read(split.Labels.Value));
        var (whereX, whereY) = (archive.Where(split.Features.Value), archive.Where(split.Labels.Value));
        if (x.Shape.Count < 2)
        {
            throw new UserErrorException(
                $"{whereX}: its shape is {x.ShapeText}; expected at least two axes, examples first: (examples, features) or "
                + "(examples, rows, columns, channels)");
        }
        if (x.Shape.Contains(0))
            throw new UserErrorException($"{whereX}: its shape is {x.ShapeText}; expected at least one example and one feature");
        // The course's labels are a row, (1, examples).
        if (y.Shape.Count(axis => axis != 1) > 1)
            throw new UserErrorException($"{whereY}: its shape is {y.ShapeText}; expected one label an example: ({x.Shape[0]},)");
        var (features, labels) = (Scaled(x, source.Scale, whereX), y.Numbers());
        if (labels.Length != x.Shape[0])
        {
            throw new UserErrorException(
                $"{whereY}: {labels.Length} labels, and `{split.Features.Value}` has {x.Shape[0]} examples; expected as many");
        }
        if (Array.FindIndex(labels, label => label is not (0 or 1)) is >= 0 and var wrong)
        {
            throw new UserErrorException(
                string.Create(CultureInfo.InvariantCulture, $"{whereY}: the label at index {wrong} is {labels[wrong]}; expected 0 or 1"));
        }
        return (new Examples(features, labels), [.. x.Shape.Skip(1)]);
    }

    /// <summary>The numbers of an array, scaled.</summary>
    /// <exception cref="UserErrorException">One is not finite, or they are no numbers.</exception>
    public static double[] Scaled(NpyArray array, Scale scale, string where)
    {
        var (features, shape) = (array.Numbers(), array.Shape);
        for (var i = 0; i < features.Length; i++)
        {
            var scaled = scale.Of(features[i]);
            if (!double.IsFinite(scaled))
            {
                var how = double.IsFinite(features[i]) ? ", scaled, is not finite" : "";
                throw new UserErrorException(string.Create(
                    CultureInfo.InvariantCulture, $"{where}: {features[i]} at [{Indices(i, shape)}]{how}; expected finite numbers"));
            }
            features[i] = scaled;
        }
        return features;
    }

    private static string Indices(int place, IReadOnlyList<int> shape)
    {
        var indices = new int[shape.Count];
        for (var axis = shape.Count - 1; axis >= 0; place /= shape[axis], axis--) indices[axis] = place % shape[axis];
        return string.Join(", ", indices);
    }

    private static IReadOnlyList<string> ClassNames(NpyArchive archive, string name)
    {
        var names = archive.Read(name).Texts();
        return names.Count == 2 && names.All(n => n.Length > 0)
            ? names
            : throw new UserErrorException($"{archive.Where(name)}: {names.Count} names; expected two, what 0 and 1 stand for");
    }
}
