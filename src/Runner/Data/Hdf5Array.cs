using System.Globalization;
using PureHDF;

namespace Goalkeeper.Runner;

/// <summary>One array of an HDF5 file.</summary>
internal sealed class Hdf5Array(IH5Dataset dataset, string where, IReadOnlyList<int> shape) : NamedArray(where, shape, TypeOf(dataset.Type))
{
    protected override double[] ReadNumbers() => Hdf5Guard.Read(Where, () => Type switch
    {
        "uint8" or "bool" => As<byte>(v => v),
        "int8" => As<sbyte>(v => v),
        "uint16" => As<ushort>(v => v),
        "int16" => As<short>(v => v),
        "uint32" => As<uint>(v => v),
        "int32" => As<int>(v => v),
        "uint64" => As<ulong>(v => v),
        "int64" => As<long>(v => v),
        "float16" => As<Half>(v => (double)v),
        "float32" => As<float>(v => v),
        "float64" => As<double>(v => v),
        _ => throw NoNumbers("whole numbers of up to 8 bytes, float16, float32 or float64"),
    });

    protected override IReadOnlyList<string> ReadTexts() => Type == "text" ? Hdf5Guard.Read(Where, () => dataset.Read<string[]>()) : throw NoTexts();

    private static string TypeOf(IH5DataType type) => type.Class switch
    {
        H5DataTypeClass.FixedPoint => string.Create(CultureInfo.InvariantCulture, $"{(type.FixedPoint.IsSigned ? "" : "u")}int{type.Size * 8}"),
        H5DataTypeClass.FloatingPoint => string.Create(CultureInfo.InvariantCulture, $"float{type.Size * 8}"),
        H5DataTypeClass.Enumerated when type.Size == 1 => "bool",
        H5DataTypeClass.String => "text",
        H5DataTypeClass.VariableLength when type.Size == 16 => "text",
        _ => type.Class.ToString(),
    };

    private double[] As<T>(Converter<T, double> convert)
        where T : unmanaged
    {
        // One number alone is no array to PureHDF.
        T[] values = Shape.Count == 0 ? [dataset.Read<T>()] : dataset.Read<T[]>();
        return values as double[] ?? Array.ConvertAll(values, convert);
    }
}
