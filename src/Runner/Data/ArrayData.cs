using System.Globalization;
using Goalkeeper.Store;
using Goalkeeper.Training;

namespace Goalkeeper.Runner;

/// <summary>Examples from arrays: features of any axes, the first one counting examples, and labels of 0 and 1.</summary>
internal sealed class ArrayData(ArraySource source)
{
    /// <exception cref="UserErrorException">The message names the file and the array.</exception>
    public Dataset Read()
    {
        var (train, shape) = Read(source.Train);
        IReadOnlyList<string> names = shape is [var count]
            ? [.. Enumerable.Range(1, count).Select(i => string.Create(CultureInfo.InvariantCulture, $"x{i}"))]
            : [];
        var dataset = new Dataset(source.Name, names, train, HeldOut(source.Dev), HeldOut(source.Test)) { Shape = shape };
        return source.Classes is { } classes ? dataset with { ClassNames = ClassNames(source.Train.FullPath, classes.Value) } : dataset;

        Examples? HeldOut(ArraySplit? split)
        {
            if (split is null) return null;
            var (examples, axes) = Read(split);
            return axes.SequenceEqual(shape)
                ? examples
                : throw new UserErrorException(
                    $"{split.FullPath}: array `{split.Features.Value}`: an example has the shape {NamedArray.ShapeOf(axes)}, and one of "
                    + $"`{source.Train.Features.Value}` {NamedArray.ShapeOf(shape)}; expected the same: bring all pictures to one size");
        }
    }

    private (Examples Examples, int[] Shape) Read(ArraySplit split)
    {
        using var file = ArrayFormat.Open(split.FullPath);
        var (x, y) = (file.Find(split.Features.Value), file.Find(split.Labels.Value));
        if (x.Shape.Count < 2)
        {
            throw new UserErrorException(
                $"{x.Where}: its shape is {x.ShapeText}; expected at least two axes, examples first: (examples, features) or "
                + "(examples, rows, columns, channels)");
        }
        if (x.Shape.Contains(0))
            throw new UserErrorException($"{x.Where}: its shape is {x.ShapeText}; expected at least one example and one feature");
        // The course's labels are a row, (1, examples).
        if (y.Shape.Count(axis => axis != 1) > 1)
            throw new UserErrorException($"{y.Where}: its shape is {y.ShapeText}; expected one label an example: ({x.Shape[0]},)");
        // Before any content is read: what does not fit need not be unpacked.
        if (y.Count != x.Shape[0])
        {
            throw new UserErrorException(
                $"{y.Where}: {y.Count} labels, and `{split.Features.Value}` has {x.Shape[0]} examples; expected as many");
        }
        var labels = y.Numbers();
        if (Array.FindIndex(labels, label => label is not (0 or 1)) is >= 0 and var wrong)
        {
            throw new UserErrorException(
                string.Create(CultureInfo.InvariantCulture, $"{y.Where}: the label at index {wrong} is {labels[wrong]}; expected 0 or 1"));
        }
        return (new Examples(Scaled(x, source.Scale), labels), [.. x.Shape.Skip(1)]);
    }

    /// <summary>The numbers of an array, scaled.</summary>
    /// <exception cref="UserErrorException">One is not finite, or they are no numbers.</exception>
    public static double[] Scaled(NamedArray array, Scale scale)
    {
        var (features, shape) = (array.Numbers(), array.Shape);
        for (var i = 0; i < features.Length; i++)
        {
            var scaled = scale.Of(features[i]);
            if (!double.IsFinite(scaled))
            {
                var how = double.IsFinite(features[i]) ? ", scaled, is not finite" : "";
                throw new UserErrorException(string.Create(
                    CultureInfo.InvariantCulture, $"{array.Where}: {features[i]} at [{Indices(i, shape)}]{how}; expected finite numbers"));
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

    private static IReadOnlyList<string> ClassNames(string path, string name)
    {
        using var file = ArrayFormat.Open(path);
        return file.Find(name).TwoTexts();
    }
}
