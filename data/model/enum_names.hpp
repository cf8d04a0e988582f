#pragma once
// One table per enum: the words on the wire, in the ledger and in exports. A word's place in its
// table is its number in the canonical bytes, so tables only grow at the end.

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace siaga {

/// Stages of one contest's plenary in one district, in order (facts: Plenary of a district).
enum class PlenaryStage : std::uint8_t {
    kUnscheduled,
    kWaiting,
    kRunning,
    kSuspended,
    kReadingDone,
    kSigned,
    kCopiesHanded,
    kFinished,
};
/// Flags beside the stage. A re-vote (PSU, PSL, PSS) blocks completion.
enum class PlenaryFlagKind : std::uint8_t {
    kObjection,
    kSpecialEvent,
    kBawasluAdvice,
    kRevotePsu,
    kRevotePsl,
    kRevotePss,
    kCorrectedAtRegency,
};
/// Where a ballot box is, in the order of its journey.
enum class BoxStage : std::uint8_t {
    kAtTps,
    kAtPps,
    kOnRoad,
    kAtPpk,
    kOpenedInPlenary,
    kResealed,
    kAtWarehouse,
    kGuarded,
};
enum class BoxFault : std::uint8_t { kCountMismatch, kSealMismatch, kDamaged, kLate };
enum class Condition : std::uint8_t { kConducive, kWatchful, kCritical };
enum class IncidentKind : std::uint8_t { kSecurity, kTraffic, kWeather, kMedical, kProcedure, kOther };
enum class IncidentStep : std::uint8_t { kReported, kBeingHandled, kClosed };
enum class EscortStep : std::uint8_t { kDeparted, kArrived, kCancelled };
enum class AlertRule : std::uint8_t {
    kEmergency,
    kCountMismatch,
    kSealMismatch,
    kSignalLost,
    kUnplannedStop,
    kSequenceReused,
    kClockWrong,
    kLedgerLoss,
    kGuessing,
};
enum class AlertStep : std::uint8_t { kRaised, kAcknowledged, kShelved, kCleared };
enum class Severity : std::uint8_t { kNotice, kWarning, kAlarm };
/// What a district shows on the map; derived, never recorded (facts: What a district shows).
enum class DistrictClass : std::uint8_t {
    kWaiting,
    kRunning,
    kSuspended,
    kDoneAtPpk,
    kDoneOnRoad,
    kDoneAtWarehouse,
    kTrouble,
    kUnknown,
};
enum class UnitStatus : std::uint8_t { kLive, kStale, kLost };
/// What a token lets its holder say (PROTOCOL: Siaga feed, Roles).
enum class Role : std::uint8_t { kField, kOperator, kViewer, kAdmin };
enum class AccessStep : std::uint8_t { kAdded, kChanged, kExpired, kRevoked };
enum class DeviceStep : std::uint8_t { kAccepted, kRefused, kForgotten };
/// Why somebody was not let in.
enum class SignInFault : std::uint8_t {
    kToken,  ///< none, unknown, or of another source
    kExpired,
    kRevoked,
    kRole,           ///< let in, but not for this
    kUnknownDevice,  ///< nobody has accepted a device of this id
    kSessions,       ///< too many at once
    kHandshake,      ///< TLS: no certificate that holds, an old version, or no TLS at all
};

template <class E> struct EnumNames;  // specialised below: static constexpr std::array kNames

template <> struct EnumNames<PlenaryStage> {
    static constexpr auto kNames =
        std::to_array<std::string_view>({"BELUM_DIJADWALKAN", "MENUNGGU", "BERLANGSUNG", "DISKORS", "PEMBACAAN_SELESAI",
                                         "D_HASIL_DITANDATANGANI", "SALINAN_DISERAHKAN", "SELESAI"});
};
template <> struct EnumNames<PlenaryFlagKind> {
    static constexpr auto kNames = std::to_array<std::string_view>(
        {"KEBERATAN", "KEJADIAN_KHUSUS", "REKOMENDASI_BAWASLU", "PSU", "PSL", "PSS", "DIKOREKSI_DI_KABUPATEN"});
};
template <> struct EnumNames<BoxStage> {
    static constexpr auto kNames =
        std::to_array<std::string_view>({"DI_TPS", "DI_PPS", "DALAM_PERJALANAN", "DI_PPK", "DIBUKA_PLENO",
                                         "DISEGEL_ULANG", "DITERIMA_GUDANG", "DIJAGA"});
};
template <> struct EnumNames<BoxFault> {
    static constexpr auto kNames =
        std::to_array<std::string_view>({"SELISIH_JUMLAH", "SEGEL_TIDAK_SESUAI", "RUSAK_BASAH", "TERLAMBAT"});
};
template <> struct EnumNames<Condition> {
    static constexpr auto kNames = std::to_array<std::string_view>({"KONDUSIF", "WASPADA", "GENTING"});
};
template <> struct EnumNames<IncidentKind> {
    static constexpr auto kNames =
        std::to_array<std::string_view>({"KEAMANAN", "LALU_LINTAS", "CUACA", "MEDIS", "PROSEDUR", "LAINNYA"});
};
template <> struct EnumNames<IncidentStep> {
    static constexpr auto kNames = std::to_array<std::string_view>({"DILAPORKAN", "DITANGANI", "SELESAI"});
};
template <> struct EnumNames<EscortStep> {
    static constexpr auto kNames = std::to_array<std::string_view>({"BERANGKAT", "TIBA", "BATAL"});
};
template <> struct EnumNames<AlertRule> {
    static constexpr auto kNames = std::to_array<std::string_view>(
        {"SOS", "SELISIH_JUMLAH", "SEGEL_TIDAK_SESUAI", "HILANG_SINYAL", "BERHENTI_TAK_TERENCANA",
         "NOMOR_URUT_DIPAKAI_ULANG", "JAM_SALAH", "CATATAN_HILANG", "PERCOBAAN_MASUK"});
};
template <> struct EnumNames<AlertStep> {
    static constexpr auto kNames = std::to_array<std::string_view>({"MUNCUL", "DIKETAHUI", "DITUNDA", "REDA"});
};
template <> struct EnumNames<Severity> {
    static constexpr auto kNames = std::to_array<std::string_view>({"INFO", "PERINGATAN", "ALARM"});
};
template <> struct EnumNames<DistrictClass> {
    static constexpr auto kNames =
        std::to_array<std::string_view>({"menunggu", "berlangsung", "diskors", "selesai_di_ppk", "selesai_di_jalan",
                                         "selesai_di_gudang", "bermasalah", "tidak_diketahui"});
};
template <> struct EnumNames<UnitStatus> {
    static constexpr auto kNames = std::to_array<std::string_view>({"live", "stale", "lost"});
};
template <> struct EnumNames<Role> {
    static constexpr auto kNames = std::to_array<std::string_view>({"field", "operator", "viewer", "admin"});
};
template <> struct EnumNames<AccessStep> {
    static constexpr auto kNames = std::to_array<std::string_view>({"DITAMBAH", "DIUBAH", "KEDALUWARSA", "DICABUT"});
};
template <> struct EnumNames<DeviceStep> {
    static constexpr auto kNames = std::to_array<std::string_view>({"DITERIMA", "DITOLAK", "DILUPAKAN"});
};
template <> struct EnumNames<SignInFault> {
    static constexpr auto kNames = std::to_array<std::string_view>(
        {"TOKEN_SALAH", "KEDALUWARSA", "DICABUT", "TIDAK_BERHAK", "PERANGKAT_ASING", "SESI_PENUH", "TLS_GAGAL"});
};

template <class E> inline constexpr std::size_t kEnumCount = EnumNames<E>::kNames.size();

template <class E> [[nodiscard]] constexpr std::string_view name_of(E value) {
    return EnumNames<E>::kNames[static_cast<std::size_t>(value)];
}

template <class E> [[nodiscard]] constexpr std::optional<E> enum_from_name(std::string_view name) {
    for (std::size_t i = 0; i < kEnumCount<E>; ++i) {
        if (EnumNames<E>::kNames[i] == name) return static_cast<E>(i);
    }
    return std::nullopt;
}

}  // namespace siaga
