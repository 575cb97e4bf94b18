//! What a platform reads of its journals, in the words of OneRoster 1.2 (Rostering Service, REST binding): schools, classes
//! with their courses and school years, users, enrolments. Its own and no others': a foreign id answers exactly like a missing one.

mod ask;
mod classes;
mod courses;
mod enrollments;
mod fault;
mod filter;
mod orgs;
mod page;
mod people;
mod reader;
mod records;
mod sessions;
mod users;
mod year;

use axum::Router;
use axum::routing::get;

use super::Calls;

/// The reads.
pub(super) fn routes() -> Router<Calls> {
    Router::new()
        .route("/ims/oneroster/rostering/v1p2/orgs", get(orgs::list))
        .route("/ims/oneroster/rostering/v1p2/orgs/{id}", get(orgs::show))
        .route("/ims/oneroster/rostering/v1p2/schools", get(orgs::list))
        .route("/ims/oneroster/rostering/v1p2/schools/{id}", get(orgs::show))
        .route("/ims/oneroster/rostering/v1p2/schools/{id}/classes", get(classes::list_of_school))
        .route("/ims/oneroster/rostering/v1p2/schools/{id}/students", get(users::list_students_of_school))
        .route("/ims/oneroster/rostering/v1p2/schools/{id}/teachers", get(users::list_teachers_of_school))
        .route("/ims/oneroster/rostering/v1p2/schools/{id}/enrollments", get(enrollments::list_of_school))
        .route("/ims/oneroster/rostering/v1p2/classes", get(classes::list))
        .route("/ims/oneroster/rostering/v1p2/classes/{id}", get(classes::show))
        .route("/ims/oneroster/rostering/v1p2/classes/{id}/students", get(users::list_students_of_class))
        .route("/ims/oneroster/rostering/v1p2/classes/{id}/teachers", get(users::list_teachers_of_class))
        .route("/ims/oneroster/rostering/v1p2/courses", get(courses::list))
        .route("/ims/oneroster/rostering/v1p2/courses/{id}", get(courses::show))
        .route("/ims/oneroster/rostering/v1p2/academicSessions", get(sessions::list))
        .route("/ims/oneroster/rostering/v1p2/academicSessions/{id}", get(sessions::show))
        .route("/ims/oneroster/rostering/v1p2/users", get(users::list))
        .route("/ims/oneroster/rostering/v1p2/users/{id}", get(users::show))
        .route("/ims/oneroster/rostering/v1p2/students", get(users::list_students))
        .route("/ims/oneroster/rostering/v1p2/students/{id}", get(users::show_student))
        .route("/ims/oneroster/rostering/v1p2/teachers", get(users::list_teachers))
        .route("/ims/oneroster/rostering/v1p2/teachers/{id}", get(users::show_teacher))
        .route("/ims/oneroster/rostering/v1p2/enrollments", get(enrollments::list))
        .route("/ims/oneroster/rostering/v1p2/enrollments/{id}", get(enrollments::show))
}
